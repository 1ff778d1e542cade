namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the cluster: all kinds into the observability database, where there is one, and the pods of agents by a watch of its own, which a
/// database that is down does not hold up.
/// </summary>
internal sealed class KubernetesFollower(
    ResourceReader reader, AgentPodSink agents, KubernetesHealth health, TimeProvider clock, ILogger<KubernetesFollower> logger, DatabaseSink? database = null)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ofAgents = new ResourceFollower(ResourceKind.Pods, reader, agents, database is null ? health : new KubernetesHealth(clock), clock, logger);
        IEnumerable<ResourceFollower> ofDatabase = database is null
            ? []
            : ResourceKind.All.Select(kind => new ResourceFollower(kind, reader, database, health, clock, logger));
        return Task.WhenAll(ofDatabase.Prepend(ofAgents).Select(follower => follower.RunAsync(stoppingToken)));
    }
}
