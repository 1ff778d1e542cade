using Npgsql;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Kubernetes.Processes;

/// <summary>
/// Writes what agents report of containers, and deletes what is of containers that are gone. What gets lost on the way, because the database
/// was down for long or was restored empty, is found when rows are compared with what runs: agents are asked again.
/// </summary>
internal sealed class ProcessRecorder(
    ProcessStore store, NodeContainers containers, ObservabilityDatabase database, TimeProvider clock, ILogger<ProcessRecorder> logger)
    : BackgroundService, IProcessReports
{
    private const int MostInBatch = 500;
    private const int MostCharacters = 16 << 20;
    private static readonly TimeSpan ComparePeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(15);

    private readonly Lock _sync = new();
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _work = new(0, 1);
    private int _characters;

    public void Report(string nodeName, Container container, IReadOnlyList<ContainerProcess> processes) =>
        Add(container.Id, new Waiting(nodeName, ProcessJson.Write(container, processes)));

    /// <summary>These containers are gone, and their processes with them.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Add(id, Waiting.Gone);
        }
    }

    public override void Dispose()
    {
        _work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (pause, compareAt) = (RetryMin, DateTimeOffset.MinValue);
        while (true)
        {
            try
            {
                await _work.WaitAsync(LookPeriod, stoppingToken).ConfigureAwait(false);
                await using var connection = await database.OpenAsync(stoppingToken).ConfigureAwait(false);
                var isNew = await store.CreateTableAsync(connection, stoppingToken).ConfigureAwait(false);
                await WriteAllAsync(connection, stoppingToken).ConfigureAwait(false);
                if (containers.IsComplete && (isNew || clock.GetUtcNow() >= compareAt))
                {
                    // The first time agents have only just been asked.
                    await CompareAsync(connection, ask: isNew || compareAt > DateTimeOffset.MinValue, stoppingToken).ConfigureAwait(false);
                    compareAt = clock.GetUtcNow() + ComparePeriod;
                }

                pause = RetryMin;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (pause == RetryMin)
                {
                    logger.ProcessesNotWritten(e);
                }

                compareAt = clock.GetUtcNow();
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < RetryMax ? pause * 2 : RetryMax;
            }
        }
    }

    private void Add(string id, Waiting what)
    {
        lock (_sync)
        {
            Remove(id);
            if (_characters + what.Characters <= MostCharacters)
            {
                _waiting[id] = what;
                _characters += what.Characters;
                _lost.Remove(id);
            }
            else
            {
                _lost.Add(id); // There is no room: its agent is asked again later.
            }

            Signal();
        }
    }

    private void Remove(string id)
    {
        if (_waiting.Remove(id, out var before))
        {
            _characters -= before.Characters;
        }
    }

    private void Signal()
    {
        if (_work.CurrentCount == 0)
        {
            _work.Release();
        }
    }

    private async Task WriteAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await WriteAsync(connection, batch, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                PutBack(batch);
                throw;
            }
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, Dictionary<string, Waiting> batch, CancellationToken cancellationToken)
    {
        // A report that was on its way while its container ended is not written any more.
        var there = batch.Where(item => item.Value.Json is not null && containers.On(item.Value.NodeName).ContainsKey(item.Key))
            .ToDictionary(item => item.Key, item => item.Value.Json!);
        var gone = batch.Keys.Where(id => !there.ContainsKey(id)).ToList();
        if (there.Count > 0)
        {
            await store.PutAsync(connection, there, cancellationToken).ConfigureAwait(false);
        }

        if (gone.Count > 0)
        {
            await store.DeleteAsync(connection, gone, cancellationToken).ConfigureAwait(false);
        }
    }

    private Dictionary<string, Waiting> Take()
    {
        lock (_sync)
        {
            var batch = _waiting.Take(MostInBatch).ToDictionary();
            foreach (var id in batch.Keys)
            {
                Remove(id);
            }

            return batch;
        }
    }

    private void PutBack(Dictionary<string, Waiting> batch)
    {
        lock (_sync)
        {
            foreach (var (id, what) in batch.Where(item => !_waiting.ContainsKey(item.Key)))
            {
                _waiting[id] = what;
                _characters += what.Characters;
            }
        }
    }

    private async Task CompareAsync(NpgsqlConnection connection, bool ask, CancellationToken cancellationToken)
    {
        var rows = (await store.ReadIdsAsync(connection, cancellationToken).ConfigureAwait(false)).ToHashSet();
        var running = containers.All();
        foreach (var gone in rows.Where(id => !running.ContainsKey(id)).Chunk(MostInBatch))
        {
            await store.DeleteAsync(connection, gone, cancellationToken).ConfigureAwait(false);
        }

        if (ask)
        {
            var lost = TakeLost();
            containers.AskAgain(running.Where(container => !rows.Contains(container.Key) || lost.Contains(container.Key)).Select(container => (container.Value, container.Key)));
        }
    }

    private HashSet<string> TakeLost()
    {
        lock (_sync)
        {
            var lost = _lost.ToHashSet();
            _lost.Clear();
            return lost;
        }
    }

    /// <param name="NodeName">Where the container runs.</param>
    /// <param name="Json">Its processes; null: it is gone.</param>
    private sealed record Waiting(string NodeName, string? Json)
    {
        public static readonly Waiting Gone = new("", null);

        // With its id, and what it takes to keep it.
        public int Characters => 200 + (Json?.Length ?? 0);
    }
}
