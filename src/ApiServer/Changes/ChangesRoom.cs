using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tricorder.ApiServer.Changes;

internal static class ChangesRoom
{
    public static IServiceCollection AddChanges(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveState>();
        services.TryAddSingleton<ChangeFeed>();
        return services;
    }
}
