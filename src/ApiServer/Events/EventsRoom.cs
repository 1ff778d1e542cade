using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Events.Export;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Events;

internal static class EventsRoom
{
    public static IServiceCollection AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventOptions>().Bind(configuration.GetSection(EventOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventOptions>, EventOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventStore>();
        services.TryAddSingleton<EventDigest>();
        services.AddHostedService(provider => provider.GetRequiredService<EventDigest>());
        services.AddLoop<EventPruner>();
        if (!string.IsNullOrEmpty(configuration[$"{EventOptions.Section}:{nameof(EventOptions.Export)}"]))
        {
            services.AddLoop<EventExporter>();
        }

        return services;
    }
}
