using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>What the event log says of deployments.</summary>
internal static class DeploymentEvents
{
    public static NewEvent Failed(Instance instance, string moduleName, int revision) =>
        Of(EventKinds.InstanceFailed, instance, moduleName, revision, "failed");

    public static NewEvent Held(Instance instance, string moduleName, int revision) =>
        Of(EventKinds.InstanceHeld, instance, moduleName, revision, "is held back");

    /// <param name="before">What was wanted until now; null = nothing ever was.</param>
    public static NewEvent Requested(DesiredModule? before, DesiredModule desired, string kind, Origin origin, string what) => new()
    {
        Kind = kind,
        Origin = origin,
        ModuleId = desired.ModuleId,
        Revision = desired.Revision,
        Outcome = EventOutcomes.Succeeded,
        Message = $"Module '{desired.ModuleName}' {what}.",
        Parameters = EventParameters.Of(
            ("module", desired.ModuleName), ("revision", $"{desired.Revision}"), ("before", $"{before?.Revision}"),
            ("why", desired.DropData ? "WITH_DATA" : "")),
        Change = new ChangeText()
            .Value("target", before?.Target.ToString().ToUpperInvariant(), desired.Target.ToString().ToUpperInvariant())
            .Value("revision", before?.Revision, (int?)desired.Revision)
            .Value("generation", before?.Generation, (long?)desired.Generation)
            .Value("deleted", null, desired.Deleted ? true : (bool?)null)
            .Value("drop_data", null, desired.DropData ? true : (bool?)null)
            .ToString(),
    };

    private static NewEvent Of(string kind, Instance instance, string moduleName, int revision, string what) => new()
    {
        Kind = kind,
        ModuleId = instance.ModuleId,
        AgentId = instance.Agent.Id,
        Revision = revision,
        Outcome = EventOutcomes.Failed,
        Message = $"Module '{moduleName}' {what} on node '{instance.Agent.NodeName}': {instance.Message}",
        Shared = $"Module '{moduleName}' {what}: {instance.Message}",
        Parameters = EventParameters.Of(("module", moduleName), ("node", instance.Agent.NodeName), ("error", instance.Message)),
    };
}
