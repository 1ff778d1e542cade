using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>Agents that are connected, and what they say of their modules.</summary>
internal static class OnlineAgents
{
    public static KnownAgent Of(string id, params ModuleUsage[] usage) => new(
        new Agent
        {
            Id = id,
            NodeName = id,
            Protocol = AgentProtocol.V1,
            State = AgentState.Online,
            SessionId = id,
            ConnectTime = default,
            LastSeenTime = default,
        },
        usage);
}
