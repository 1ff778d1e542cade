using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tricorder.ApiServer.Errors;

internal static class ErrorsRoom
{
    public static IServiceCollection AddErrors(this IServiceCollection services)
    {
        services.TryAddSingleton<ErrorInterceptor>();
        return services;
    }
}
