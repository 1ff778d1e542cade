namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>Where an agent's process comes back after it was killed.</summary>
internal enum RestartKind
{
    /// <summary>In the same pod: the container was restarted.</summary>
    SamePod,

    /// <summary>In a new pod on the same node: the pod was deleted.</summary>
    NewPod,

    /// <summary>On a node with a new name: the old node is gone for good.</summary>
    NewNode,
}
