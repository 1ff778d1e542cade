namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>A container that runs on some node.</summary>
/// <param name="Id">With its runtime, such as <c>containerd://4fe0...</c>.</param>
/// <param name="Name">Its name within the pod.</param>
/// <param name="PodUid">The pod it belongs to.</param>
/// <param name="PodName">That pod's name.</param>
/// <param name="QosClass">Guaranteed, Burstable or BestEffort.</param>
internal sealed record Container(string Id, string Name, string PodUid, string PodName, string QosClass)
{
    /// <summary>How often the agent has to be asked again. It makes a container differ from what the agent was told.</summary>
    public int AskedAgain { get; init; }
}
