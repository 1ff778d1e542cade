using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tricorder.ApiServer.Api;

internal static class ApiRoom
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton<ModuleListing>();
        services.TryAddSingleton<ModuleGrpcService>();
        return services;
    }

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ModuleGrpcService>();
        return endpoints;
    }
}
