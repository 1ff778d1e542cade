using Microsoft.Extensions.DependencyInjection.Extensions;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Agents.Wire;
using Tricorder.ApiServer.Agents.Wire.Legacy;
using Tricorder.ApiServer.Agents.Wire.V1;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Agents;

internal static class AgentsRoom
{
    public static IServiceCollection AddAgents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AgentOptions>().Bind(configuration.GetSection(AgentOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<Microsoft.Extensions.Options.IValidateOptions<AgentOptions>, AgentOptionsValidator>();
        services.TryAddSingleton<AgentStore>();
        services.TryAddSingleton<AgentRegistry>();
        services.TryAddSingleton<AgentLoader>();
        services.TryAddSingleton<AgentAdmission>();
        services.TryAddSingleton<AdmissionLimit>();
        services.TryAddSingleton<AgentPresence>();
        services.TryAddSingleton<AgentConnector>();
        services.TryAddSingleton<AgentManager>();
        services.TryAddSingleton(ServerPod.Unknown);
        services.TryAddSingleton<AgentPods>();
        services.TryAddSingleton<AgentMetrics>();
        services.TryAddSingleton(_ => new NodeContainers { IsFollowed = false });
        services.TryAddSingleton<IProcessReports, NoProcessReports>();
        services.TryAddSingleton<ProcessIntake>();
        services.TryAddSingleton<SendLimiter>();
        services.TryAddSingleton<SessionRunner>();
        services.TryAddSingleton<ConnectHandler>();
        services.AddPhaseStep<AgentDrain>();
        services.AddLoop<AgentSweeper>();
        services.AddLoop<AgentForgetter>();
        return services;
    }

    /// <summary>The services of the agents of 2023; those of today are mapped with the public API.</summary>
    public static IEndpointRouteBuilder MapAgents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ModuleDeployerService>();
        endpoints.MapGrpcService<ProcessCollectorService>();
        return endpoints;
    }
}
