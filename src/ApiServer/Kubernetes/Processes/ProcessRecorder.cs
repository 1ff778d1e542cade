using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Kubernetes.Processes;

/// <summary>
/// Writes what agents report of containers, and deletes what is of containers that are gone. What gets lost on the way, because the
/// database was down for long or was restored empty, is found when rows are compared with what runs: agents are asked again.
/// </summary>
internal sealed class ProcessRecorder(
    ProcessStore store,
    NodeContainers containers,
    ObservabilityDatabase database,
    IOptions<ObservabilityDbOptions> options,
    TimeProvider clock,
    ILogger<ProcessRecorder> logger)
    : IReconciler, IProcessReports
{
    private const int MaxInBatch = 500;
    private const int MaxDoublings = 6;
    private static readonly TimeSpan ComparePeriod = TimeSpan.FromMinutes(5);

    private readonly WaitingReports _waiting = new();
    private readonly LoopSignal _reported = new("reports of containers");
    private bool _isDown;
    private bool _isFirst = true;
    private long? _compared;
    private long _rounds;

    public LoopPlan Plan => new("kubernetes-processes", "Writing the processes of containers")
    {
        Trigger = LoopTrigger.On(_reported),
        Resync = options.Value.ResyncInterval,
        FirstAfter = options.Value.ResyncInterval,
        Retry = RetryPauses.Seconds(0.5, 15),
        RequiresLeader = true,
    };

    public void Report(string nodeName, Container container, IReadOnlyList<ContainerProcess> processes) =>
        Add(container.Id, new WaitingReport(nodeName, ProcessJson.Write(container, processes)));

    public void Forget(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Add(id, WaitingReport.Gone);
        }
    }

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var isNew = await store.CreateTableAsync(connection, cancellationToken);
            await WriteAllAsync(connection, cancellationToken);
            if (containers.IsComplete && (isNew || _compared is not { } last || clock.GetElapsedTime(last) >= ComparePeriod))
            {
                await CompareAsync(connection, isNew, _isFirst, cancellationToken);
                (_isFirst, _compared) = (false, clock.GetTimestamp());
            }

            _isDown = false;
            return Requeue.AtResync;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isDown)
            {
                logger.ProcessesNotWritten(e);
            }

            (_isDown, _isFirst, _compared) = (true, false, null);
            return Requeue.Failed(DatabaseFailure.Explain(e).Reason);
        }
    }

    private void Add(string id, WaitingReport report)
    {
        _waiting.Add(id, report);
        _reported.Set();
    }

    private async Task WriteAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (_waiting.Take(MaxInBatch) is { Count: > 0 } batch)
        {
            try
            {
                await WriteAsync(connection, batch, cancellationToken);
            }
            catch
            {
                _waiting.PutBack(batch);
                throw;
            }
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, Dictionary<string, WaitingReport> batch, CancellationToken cancellationToken)
    {
        // A report that was on its way while its container ended is not written any more.
        var there = batch.Where(item => item.Value.Json is not null && containers.On(item.Value.NodeName).ContainsKey(item.Key))
            .ToDictionary(item => item.Key, item => item.Value.Json!);
        var gone = batch.Keys.Where(id => !there.ContainsKey(id)).ToList();
        if (there.Count > 0)
        {
            await store.PutAsync(connection, there, cancellationToken);
        }

        if (gone.Count > 0)
        {
            await store.DeleteAsync(connection, gone, cancellationToken);
        }
    }

    private async Task CompareAsync(NpgsqlConnection connection, bool isNew, bool isFirst, CancellationToken cancellationToken)
    {
        var rows = (await store.ReadIdsAsync(connection, cancellationToken)).ToHashSet();
        var running = containers.All();
        foreach (var gone in rows.Where(id => !running.ContainsKey(id)).Chunk(MaxInBatch))
        {
            await store.DeleteAsync(connection, gone, cancellationToken);
        }

        // The first time agents have only just been asked. Those that never answer are asked ever less often.
        if (isNew || !isFirst)
        {
            var lost = _waiting.TakeLost();
            _rounds++;
            containers.AskAgain(
                running.Where(container => !rows.Contains(container.Key) || lost.Contains(container.Key))
                    .Select(container => (container.Value, container.Key)),
                container => isNew || lost.Contains(container.Id) || _rounds % (1L << Math.Min(container.AskedAgain, MaxDoublings)) == 0);
        }
    }
}
