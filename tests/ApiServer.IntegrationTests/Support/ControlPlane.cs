using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>The public API as a platform engineer uses it. Calls wait for a server that is being restarted.</summary>
internal sealed class ControlPlane(ChannelBase channel)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public ModuleService.ModuleServiceClient Modules { get; } = new(channel);

    public AgentService.AgentServiceClient Agents { get; } = new(channel);

    public static CallOptions Options => new CallOptions(deadline: DateTime.UtcNow + Deadline).WithWaitForReady();

    public async Task<Module> CreateAsync(Action<Module>? change = null)
    {
        var module = Sample.Module();
        change?.Invoke(module);
        return (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = module }, Options)).Module;
    }

    /// <summary>Creates and deploys.</summary>
    public async Task<Module> RunAsync(Action<Module>? change = null)
    {
        var module = await CreateAsync(change);
        await DeployAsync(module.Id);
        return module;
    }

    /// <summary>Gives the module another revision.</summary>
    public async Task<Module> ReviseAsync(string moduleId, Action<Module>? change = null)
    {
        var module = new Module { Id = moduleId, Ebpf = Sample.OtherProgram() };
        change?.Invoke(module);
        return (await Modules.UpdateModuleAsync(new UpdateModuleRequest { Module = module }, Options)).Module;
    }

    public async Task<Deployment> DeployAsync(string moduleId, int revision = 0) =>
        (await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = moduleId, Revision = revision }, Options)).Deployment;

    public async Task<Deployment> UndeployAsync(string moduleId) =>
        (await Modules.UndeployModuleAsync(new UndeployModuleRequest { ModuleId = moduleId }, Options)).Deployment;

    public async Task UndeployAllAsync() => await Modules.BatchDeployModulesAsync(
        new BatchDeployModulesRequest { All = true, Target = DeploymentTarget.Undeployed }, Options);

    public async Task DeleteAsync(string moduleId) =>
        await Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = moduleId }, Options);

    public async Task<Deployment> DeploymentAsync(string moduleId) =>
        (await Modules.GetDeploymentAsync(new GetDeploymentRequest { ModuleId = moduleId }, Options)).Deployment;

    public Task<Deployment> PhaseAsync(string moduleId, DeploymentPhase phase) => Eventually.ResultAsync(
        () => DeploymentAsync(moduleId), deployment => deployment.Phase == phase, $"the deployment is {phase}");

    /// <summary>The module on this agent; null when there is nothing to say of it.</summary>
    public async Task<ModuleInstance?> InstanceAsync(string moduleId, string agentId) =>
        (await Modules.ListModuleInstancesAsync(
            new ListModuleInstancesRequest { ModuleId = moduleId, AgentId = agentId }, Options)).Instances.SingleOrDefault();

    /// <summary>Waits until the module on this agent is as it should be.</summary>
    public async Task<ModuleInstance> InstanceAsync(
        string moduleId, string agentId, InstanceState state, Predicate<ModuleInstance>? accept = null) =>
        (await Eventually.ResultAsync(
            () => InstanceAsync(moduleId, agentId),
            instance => instance?.State == state && (accept?.Invoke(instance) ?? true),
            $"the instance is {state} and as the test wants it"))!;

    public async Task<Agent> AgentAsync(string agentId) =>
        (await Agents.GetAgentAsync(new GetAgentRequest { AgentId = agentId }, Options)).Agent;

    public Task<Agent> AgentAsync(string agentId, AgentState state) =>
        Eventually.ResultAsync(() => AgentAsync(agentId), agent => agent.State == state, $"the agent is {state}");

    public async Task<Agent> CordonAsync(string agentId, bool cordoned) => (await Agents.UpdateAgentAsync(
        new UpdateAgentRequest { Agent = new Agent { Id = agentId, Cordoned = cordoned }, UpdateMask = new() { Paths = { "cordoned" } } },
        Options)).Agent;
}
