using Microsoft.Extensions.DependencyInjection.Extensions;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Reconciling;

internal static class ReconcilingRoom
{
    /// <summary>Adds a loop of the server.</summary>
    public static IServiceCollection AddLoop<TLoop>(this IServiceCollection services)
        where TLoop : class, IReconciler =>
        services.AddRunner().AddAs<IReconciler, TLoop>();

    /// <summary>Adds what is done once when a phase begins or ends.</summary>
    public static IServiceCollection AddPhaseStep<TStep>(this IServiceCollection services)
        where TStep : class, IPhaseStep =>
        services.AddRunner().AddAs<IPhaseStep, TStep>();

    /// <summary>Adds what goes on as long as a phase does.</summary>
    public static IServiceCollection AddPhaseTask<TTask>(this IServiceCollection services)
        where TTask : class, IPhaseTask =>
        services.AddRunner().AddAs<IPhaseTask, TTask>();

    private static IServiceCollection AddRunner(this IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(LoopReadings)))
        {
            services.TryAddSingleton(TimeProvider.System);
            services.AddChanges();
            services.AddSingleton<LoopReadings>();
            services.AddHostedService<ProcessPhases>();
            services.AddHealthChecks().AddCheck<LoopReadings>(LoopReadings.CheckName);
        }

        return services;
    }

    /// <summary>One object, whoever asks for it and however often it is added.</summary>
    private static IServiceCollection AddAs<TService, TImplementation>(this IServiceCollection services)
        where TService : class
        where TImplementation : class, TService
    {
        services.TryAddSingleton<TImplementation>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<TService, TImplementation>(provider => provider.GetRequiredService<TImplementation>()));
        return services;
    }
}
