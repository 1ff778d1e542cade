namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>A process in a container, by its id on the node and its start in milliseconds since the epoch.</summary>
internal readonly record struct ContainerProcess(int Pid, long CreateTime);
