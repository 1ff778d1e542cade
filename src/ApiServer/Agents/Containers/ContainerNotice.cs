namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>What an agent is told of a container on its node: it runs, or it does not any more.</summary>
internal readonly record struct ContainerNotice(Container Container, bool Removed);
