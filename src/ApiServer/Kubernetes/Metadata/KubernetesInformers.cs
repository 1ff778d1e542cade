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
        kinds.Select(InformerOf).Select(informer => informer.RunAsync(cancellationToken)));

    private ResourceInformer InformerOf(FollowedKind followed) =>
        new(followed.Kind, reader, followed.Handler, health, options.Value.ResyncInterval, clock, logger);
}

/// <param name="Kind">What is followed.</param>
/// <param name="Handler">Where it goes.</param>
internal sealed record FollowedKind(ResourceKind Kind, IResourceHandler Handler);
