using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Api.Watch;

namespace Tricorder.ApiServer.Api;

internal static class ApiRoom
{
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WatchOptions>().Bind(configuration.GetSection(WatchOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<WatchOptions>, WatchOptionsValidator>();
        services.TryAddSingleton<IdempotentCalls>();
        services.TryAddSingleton<ModuleListing>();
        services.TryAddSingleton<ServerStatusReader>();
        services.TryAddSingleton<ComponentMetrics>();
        services.TryAddSingleton<WatchTopics>();
        services.TryAddSingleton<ModuleGrpcService>();
        services.TryAddSingleton<AgentGrpcService>();
        services.TryAddSingleton<EventGrpcService>();
        services.TryAddSingleton<StatusGrpcService>();
        services.TryAddSingleton<TokenGrpcService>();
        services.TryAddSingleton<SessionGrpcService>();
        services.TryAddSingleton<WatchGrpcService>();
        return services;
    }

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder endpoints)
    {
        // Nobody asks for it: its instrument is seen from the moment it is made.
        endpoints.ServiceProvider.GetRequiredService<ComponentMetrics>();
        endpoints.MapGrpcService<ModuleGrpcService>();
        endpoints.MapGrpcService<AgentGrpcService>();
        endpoints.MapGrpcService<EventGrpcService>();
        endpoints.MapGrpcService<StatusGrpcService>();
        endpoints.MapGrpcService<WatchGrpcService>();
        endpoints.MapGrpcService<TokenGrpcService>();
        endpoints.MapGrpcService<SessionGrpcService>();
        endpoints.MapGrpcService<GrafanaGrpcService>();
        endpoints.MapGrpcService<DatabaseGrpcService>();
        return endpoints;
    }
}
