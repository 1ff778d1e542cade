using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Tells the agents' room of pods that are gone. It remembers nothing: pods that were never seen are nobody's business.</summary>
internal sealed class AgentPodSink(AgentPods agents) : IResourceSink
{
    public Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) =>
        agents.RemoveAsync(uids, cancellationToken);

    public Task EndListAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) => Task.CompletedTask;
}
