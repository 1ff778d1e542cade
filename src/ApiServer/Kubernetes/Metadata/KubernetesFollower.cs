using Tricorder.ApiServer.Kubernetes.Processes;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the cluster: all kinds into the observability database, where there is one, and pods for the agents by a watch of its own, which a
/// database that is down does not hold up.
/// </summary>
internal sealed class KubernetesFollower(
    ResourceReader reader, PodSink pods, KubernetesHealth health, TimeProvider clock, ILogger<KubernetesFollower> logger, DatabaseSink? database = null)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ofPods = new ResourceFollower(PodContainers.Pods, reader, pods, health, clock, logger);
        IEnumerable<ResourceFollower> ofDatabase = database is null
            ? []
            : ResourceKind.All.Select(kind => new ResourceFollower(kind, reader, database, health, clock, logger));
        return Task.WhenAll(ofDatabase.Prepend(ofPods).Select(follower => follower.RunAsync(stoppingToken)));
    }
}
