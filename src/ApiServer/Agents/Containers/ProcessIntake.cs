namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>
/// Lets in what an agent says of a container that runs on its own node, and nothing else: no agent can write about another one's.
/// </summary>
internal sealed class ProcessIntake(NodeContainers containers, IProcessReports reports)
{
    /// <summary>More than that in one container is a mistake, or worse; the rest is left out.</summary>
    public const int MaxProcesses = 10_000;

    public void Take(string nodeName, string containerId, IEnumerable<ContainerProcess> processes)
    {
        if (containers.On(nodeName).GetValueOrDefault(containerId) is { } container)
        {
            reports.Report(nodeName, container, [.. processes.Take(MaxProcesses)]);
        }
    }
}
