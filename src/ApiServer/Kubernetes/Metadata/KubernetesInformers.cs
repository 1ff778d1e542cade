using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the cluster: all kinds into the observability database, where there is one, and pods for the agents by a watch of its own, which
/// a database that is down does not hold up. What the first list is compared with is loaded before this phase's tasks begin.
/// </summary>
internal sealed class KubernetesInformers(
    IEnumerable<FollowedKind> kinds,
    ResourceReader reader,
    KubernetesHealth health,
    IOptions<ObservabilityDbOptions> options,
    TimeProvider clock,
    ILogger<KubernetesInformers> logger) : IPhaseTask
{
    public ProcessPhase Phase => ProcessPhase.Lead;

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        kinds.Select(Follower).Select(follower => follower.RunAsync(cancellationToken)));

    private ResourceInformer Follower(FollowedKind followed) =>
        new(followed.Kind, reader, followed.Sink, health, options.Value.ResyncInterval, clock, logger);
}

/// <param name="Kind">What is followed.</param>
/// <param name="Sink">Where it goes.</param>
internal sealed record FollowedKind(ResourceKind Kind, IResourceHandler Sink);
