namespace Tricorder.ApiServer.Deployments.State;

/// <summary>What a session learned of an instance, and what follows from it once it is stored.</summary>
internal sealed class InstanceAnswer(string agentId, string sessionId, InstanceChange change, Action apply)
{
    public string AgentId { get; } = agentId;

    /// <summary>An answer of an older session than the agent's newest is dropped.</summary>
    public string SessionId { get; } = sessionId;

    public InstanceChange Change { get; } = change;

    public Action Apply { get; } = apply;
}
