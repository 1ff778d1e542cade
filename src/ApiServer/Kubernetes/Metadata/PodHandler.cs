using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Kubernetes.Processes;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Tells those who look after agents of pods: what runs in them, and which are gone.</summary>
internal sealed class PodHandler(AgentPods agents, NodeContainers containers, ServiceAccounts accounts, IProcessReports processes)
    : IResourceHandler
{
    public Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        agents.BeginList();
        return Task.CompletedTask;
    }

    public Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        foreach (var pod in objects)
        {
            var (node, running) = PodContainers.Read(pod);
            processes.Forget(containers.Put(pod.Uid, node, running));
        }

        var uids = objects.Select(pod => pod.Uid).ToList();
        accounts.PodsAreThere(uids);
        agents.Put(uids);
        return Task.CompletedTask;
    }

    public async Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken)
    {
        ForgetContainers(uids);
        await EndAsync(uids, cancellationToken);
    }

    public async Task EndListAsync(
        ResourceKind kind, IReadOnlyCollection<string> kept, IReadOnlyCollection<string> gone, CancellationToken cancellationToken)
    {
        containers.Complete();
        accounts.AskAgainExcept(kept.ToHashSet());
        ForgetContainers(gone);

        // A list that has neither the own pod nor any agent's may be of another cluster:
        // Kubernetes is asked about tokens, and nobody is ended.
        if (agents.Believes(kept))
        {
            await EndAsync(gone, cancellationToken);
        }

        await agents.EndListAsync(kept, cancellationToken);
    }

    public async Task<bool> CheckAsync(ResourceKind kind, int count, CancellationToken cancellationToken)
    {
        await agents.TerminateGoneAsync(cancellationToken);
        return true;
    }

    private void ForgetContainers(IReadOnlyCollection<string> uids)
    {
        foreach (var uid in uids)
        {
            processes.Forget(containers.Remove(uid));
        }
    }

    private async Task EndAsync(IReadOnlyCollection<string> uids, CancellationToken cancellationToken)
    {
        accounts.PodsAreGone(uids);
        await agents.RemoveAsync(uids, cancellationToken);
    }
}
