using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Connections;

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
    : BackgroundService, IProcessReports
{
    private const int MostInBatch = 500;
    private const int MostDoublings = 6;
    private static readonly TimeSpan ComparePeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(15);

    private readonly WaitingReports _waiting = new();
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _work = new(0, 1);
    private long _rounds;

    public void Report(string nodeName, Container container, IReadOnlyList<ContainerProcess> processes) =>
        Add(container.Id, new WaitingReport(nodeName, ProcessJson.Write(container, processes)));

    /// <summary>These containers are gone, and their processes with them.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Add(id, WaitingReport.Gone);
        }
    }

    public override void Dispose()
    {
        _work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (pause, isFirst, compared) = (RetryMin, true, (long?)null);
        while (true)
        {
            try
            {
                await _work.WaitAsync(options.Value.ResyncInterval, stoppingToken);
                await using var connection = await database.OpenAsync(stoppingToken);
                var isNew = await store.CreateTableAsync(connection, stoppingToken);
                await WriteAllAsync(connection, stoppingToken);
                if (containers.IsComplete && (isNew || compared is not { } last || clock.GetElapsedTime(last) >= ComparePeriod))
                {
                    await CompareAsync(connection, isNew, isFirst, stoppingToken);
                    (isFirst, compared) = (false, clock.GetTimestamp());
                }

                pause = RetryMin;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (pause == RetryMin)
                {
                    logger.ProcessesNotWritten(e);
                }

                (isFirst, compared) = (false, null);
                await Task.Delay(pause, clock, stoppingToken);
                pause = pause * 2 < RetryMax ? pause * 2 : RetryMax;
            }
        }
    }

    private void Add(string id, WaitingReport report)
    {
        _waiting.Add(id, report);
        lock (_sync)
        {
            if (_work.CurrentCount == 0)
            {
                _work.Release();
            }
        }
    }

    private async Task WriteAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (_waiting.Take(MostInBatch) is { Count: > 0 } batch)
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
        foreach (var gone in rows.Where(id => !running.ContainsKey(id)).Chunk(MostInBatch))
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
                container => isNew || lost.Contains(container.Id) || _rounds % (1L << Math.Min(container.AskedAgain, MostDoublings)) == 0);
        }
    }
}
