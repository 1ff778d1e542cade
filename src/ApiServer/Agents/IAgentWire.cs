using Tricorder.ApiServer.Agents.Containers;

namespace Tricorder.ApiServer.Agents;

/// <summary>One connected agent as its protocol sees it. Calls never overlap.</summary>
internal interface IAgentWire
{
    AgentProtocol Protocol { get; }

    /// <summary>Completes when the transport has accepted the update.</summary>
    Task SendAsync(AgentUpdate update, CancellationToken cancellationToken);

    /// <summary>Tells of a container on the agent's node; nothing on a wire that tells it elsewhere.</summary>
    Task SendContainerAsync(ContainerNotice notice, CancellationToken cancellationToken);

    /// <summary>Asks the agent to go and come back later; nothing on a wire that has no such message.</summary>
    Task SendDrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken);
}
