namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>Takes what agents say about the processes of containers. Never blocks.</summary>
internal interface IProcessReports
{
    /// <summary>These are all processes of the container that there are.</summary>
    void Report(string nodeName, Container container, IReadOnlyList<ContainerProcess> processes);
}

/// <summary>A process in a container, by its id on the node and its start in milliseconds since the epoch.</summary>
internal readonly record struct ContainerProcess(int Pid, long CreateTime);
