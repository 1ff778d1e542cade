using System.Threading.Channels;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// Makes answers durable, many in one unit of the writer, and then lets them take effect. Each agent has one answer in here at most: it
/// waits for it before it reads the next, so a chatty agent slows only itself.
/// </summary>
internal sealed class InstanceRecorder(InstanceStore store, StoreWriter writer, ChangeFeed feed, ILogger<InstanceRecorder> logger)
    : BackgroundService
{
    private const int MaxBatch = 2048;
    private const int EffectsPerTurn = 64;

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(16 * 1024) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Outage _storing = new(logger, "Storing answers of agents (their streams are ended, and they answer anew)");

    public int QueueDepth => _queue.Reader.Count;

    /// <summary>Completes when the change is durable and has taken effect, or was found to be of an older stream.</summary>
    public async Task RecordAsync(AgentSession session, InstanceChange change, Action? effect, CancellationToken cancellationToken)
    {
        var entry = new Entry(session, change, effect);
        await _queue.Writer.WriteAsync(entry, cancellationToken);
        await entry.Done.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Entry>(MaxBatch);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var entry))
                {
                    batch.Add(entry);
                }

                await StoreAsync(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var entry))
            {
                entry.Done.TrySetException(new UnavailableException("STOPPING", "The server is stopping."));
            }
        }
    }

    private async Task StoreAsync(List<Entry> batch)
    {
        try
        {
            await writer.WriteAsync(unit => Store(unit, batch), CancellationToken.None);
            _storing.Over();
            foreach (var entry in batch)
            {
                entry.Done.TrySetResult();
            }
        }
        catch (Exception e)
        {
            _storing.Failed(e);
            foreach (var entry in batch)
            {
                entry.Done.TrySetException(e);
            }
        }
    }

    private void Store(WriteUnit unit, List<Entry> batch)
    {
        foreach (var entry in batch)
        {
            entry.IsCurrent = store.Put(unit, entry.Session.Agent.Id, entry.Session.Id, entry.Change);
        }

        unit.AfterCommit(() => TakeEffect(batch));
    }

    /// <summary>A few at a time: whoever waits for the gate meanwhile, a user's call among them, gets its turn in between.</summary>
    private void TakeEffect(List<Entry> batch)
    {
        foreach (var some in batch.Chunk(EffectsPerTurn))
        {
            lock (feed.Gate)
            {
                foreach (var entry in some)
                {
                    if (entry.IsCurrent)
                    {
                        entry.Effect?.Invoke();
                    }
                }
            }

            Thread.Yield();
        }
    }

    private sealed class Entry(AgentSession session, InstanceChange change, Action? effect)
    {
        public AgentSession Session { get; } = session;

        public InstanceChange Change { get; } = change;

        public Action? Effect { get; } = effect;

        public bool IsCurrent { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
