using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Tests.Kubernetes;

/// <summary>Takes everything.</summary>
internal sealed class NullHandler : IResourceHandler
{
    public Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EndListAsync(
        ResourceKind kind, IReadOnlyCollection<string> kept, IReadOnlyCollection<string> gone, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<bool> CheckAsync(ResourceKind kind, int count, CancellationToken cancellationToken) => Task.FromResult(true);
}
