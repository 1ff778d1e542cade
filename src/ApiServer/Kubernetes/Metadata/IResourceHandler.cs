using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Where followed objects go. It takes its time: nothing is read meanwhile, so nothing piles up.</summary>
internal interface IResourceHandler
{
    /// <summary>All objects of a kind are about to come.</summary>
    Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>These are there as given.</summary>
    Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken);

    Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken);

    /// <summary>The list is complete.</summary>
    /// <param name="kind">What was listed.</param>
    /// <param name="kept">All that are there: whatever else a sink remembers from before, also from before a restart, is gone.</param>
    /// <param name="gone">Those given to this sink since the start that are not there any more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task EndListAsync(
        ResourceKind kind, IReadOnlyCollection<string> kept, IReadOnlyCollection<string> gone, CancellationToken cancellationToken);

    /// <summary>Is called now and then while a kind is followed. False: something of what was given is lost; all is given again.</summary>
    /// <param name="kind">What is followed.</param>
    /// <param name="count">How many objects there are.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<bool> CheckAsync(ResourceKind kind, int count, CancellationToken cancellationToken);
}
