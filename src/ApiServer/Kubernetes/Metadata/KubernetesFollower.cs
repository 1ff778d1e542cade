using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Kubernetes.Processes;
using Tricorder.ApiServer.ObservabilityDb;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the cluster: all kinds into the observability database, where there is one, and pods for the agents by a watch of its own, which
/// a database that is down does not hold up. It begins when the server has started: what the first list is compared with is loaded by then.
/// </summary>
internal sealed class KubernetesFollower(
    ResourceReader reader,
    PodSink pods,
    KubernetesHealth health,
    IHostApplicationLifetime lifetime,
    IOptions<ObservabilityDbOptions> options,
    TimeProvider clock,
    ILogger<KubernetesFollower> logger,
    DatabaseSink? database = null) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var waiting = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        IEnumerable<ResourceFollower> ofDatabase = database is null ? [] : ResourceKind.All.Select(kind => Follower(kind, database));
        await Task.WhenAll(ofDatabase.Prepend(Follower(PodContainers.Pods, pods)).Select(follower => follower.RunAsync(stoppingToken)));
    }

    private ResourceFollower Follower(ResourceKind kind, IResourceSink sink) =>
        new(kind, reader, sink, health, options.Value.ResyncInterval, clock, logger);
}
