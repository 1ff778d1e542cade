namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Where followed objects go. It takes its time: nothing is read meanwhile, so nothing piles up.</summary>
internal interface IResourceSink
{
    /// <summary>All objects of a kind are about to come.</summary>
    Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>These are there as given.</summary>
    Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken);

    Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken);

    /// <summary>The list is complete: what is not among these is gone.</summary>
    Task EndListAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken);
}
