using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Kubernetes.Processes;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Tells the agents' room of pods: what runs in them, and which are gone. Pods that were never seen are nobody's business.</summary>
internal sealed class PodSink(AgentPods agents, NodeContainers containers, ProcessRecorder? processes = null) : IResourceSink
{
    public Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        foreach (var pod in objects)
        {
            var (node, running) = PodContainers.Read(pod);
            processes?.Forget(containers.Put(pod.Uid, node, running));
        }

        return Task.CompletedTask;
    }

    public async Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken)
    {
        foreach (var uid in uids)
        {
            processes?.Forget(containers.Remove(uid));
        }

        await agents.RemoveAsync(uids, cancellationToken).ConfigureAwait(false);
    }

    public Task EndListAsync(ResourceKind kind, IReadOnlyCollection<string> kept, IReadOnlyCollection<string> gone, CancellationToken cancellationToken)
    {
        containers.Complete();
        return DeleteAsync(kind, gone, cancellationToken);
    }
}
