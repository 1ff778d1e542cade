using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Api;

/// <summary>Agents as the public API shows them. Enum values agree by number.</summary>
internal static class AgentMapping
{
    public static V1.Agent ToProto(KnownAgent known, AgentCounts counts)
    {
        var agent = ToProto(known);
        SetCounts(agent, counts);
        return agent;
    }

    /// <summary>What is on it, in both ways to count that.</summary>
    public static void SetCounts(V1.Agent agent, AgentCounts counts)
    {
        agent.InstanceCounts = DeploymentMapping.ToProto(counts.States);
        agent.DisplayCounts = DeploymentMapping.ToProto(counts.Shown);
    }

    /// <summary>The same without counts of what is on it.</summary>
    public static V1.Agent ToProto(KnownAgent known) => new()
    {
        Id = known.Agent.Id,
        NodeName = known.Agent.NodeName,
        PodUid = known.Agent.PodUid,
        Version = known.Agent.Version,
        KernelRelease = known.Agent.KernelRelease,
        Architecture = known.Agent.Architecture,
        Labels = { known.Agent.Labels.ToDictionary() },
        State = (V1.AgentState)known.Agent.State,
        Cordoned = known.Agent.Cordoned,
        Protocol = (V1.AgentProtocol)known.Agent.Protocol,
        ConnectTime = Timestamp.FromDateTimeOffset(known.Agent.ConnectTime),
        LastSeenTime = Timestamp.FromDateTimeOffset(known.Agent.LastSeenTime),
        Usage = { known.Usage.Select(ToProto) },
    };

    private static V1.ModuleUsage ToProto(ModuleUsage usage) => new()
    {
        ModuleId = usage.ModuleId,
        Events = usage.Events,
        LostEvents = usage.LostEvents,
        RowsWritten = usage.RowsWritten,
        Errors = usage.Errors,
        LastError = usage.LastError,
        LastErrorKind = (V1.ModuleErrorKind)usage.LastErrorKind,
        CpuTime = Duration.FromTimeSpan(usage.CpuTime),
        MemoryBytes = usage.MemoryBytes,
    };
}
