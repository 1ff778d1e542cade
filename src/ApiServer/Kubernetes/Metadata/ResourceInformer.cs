using System.Runtime.CompilerServices;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the objects of one kind: a list in pages, then a watch from there; a new list when the position is too old, or when the sink has
/// lost what it was given, and a new watch when it ends. The order of an object's changes is that of the stream; versions are not compared.
/// </summary>
internal sealed class ResourceInformer(
    ResourceKind kind, ResourceReader reader, IResourceHandler sink,
    KubernetesHealth health, TimeSpan resyncInterval, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    // More often than the sink is looked at: a timer that fires a moment too early would make it twice as long.
    private readonly TimeSpan _wakeInterval = resyncInterval / 3;
    private readonly FollowPauses _pauses = new();
    private readonly HashSet<string> _known = [];
    private string _position = "";
    private long? _opened;
    private long _looked;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        health.Expects(kind);
        while (!cancellationToken.IsCancellationRequested)
        {
            _opened = null;
            var pause = TimeSpan.Zero;
            try
            {
                if (_position.Length == 0)
                {
                    await ListAsync(cancellationToken);
                }

                await WatchAsync(cancellationToken);

                // Ended in order, for all kinds and watchers at the same time when the API server restarts.
                pause = _pauses.WatchEnded(WatchTime()) ? Spread * Random.Shared.NextDouble() : _pauses.Next(TimeSpan.Zero);
            }
            catch (ResourceExpiredException e)
            {
                logger.ListsAgain(kind.Name, e.Message);
                EndWatch();
                _position = "";
                pause = _pauses.Next(TimeSpan.Zero);
                if (_pauses.Count > 1)
                {
                    health.Failed(kind, $"{e.Message} It happens again and again; the next list is in {pause.TotalSeconds:0} s.");
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was, a new list is right after it.
                EndWatch();
                pause = _pauses.Next((e as KubernetesAnswerException)?.RetryAfter ?? TimeSpan.Zero);
                if (_pauses.Count == 1)
                {
                    logger.FollowingFailed(e, kind.Name);
                }

                health.Failed(kind, e.Message);
                _position = e is HttpRequestException or IOException ? _position : "";
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private void EndWatch() => _pauses.WatchLived(WatchTime());

    private TimeSpan WatchTime() => _opened is { } opened ? clock.GetElapsedTime(opened) : TimeSpan.Zero;

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        await sink.BeginListAsync(kind, cancellationToken);
        var (seen, position) = (new HashSet<string>(), "");
        await foreach (var batch in ReadAheadAsync(reader.ListAsync(kind, cancellationToken), isList: true, cancellationToken))
        {
            var there = batch.There;
            if (there.Count > 0)
            {
                await sink.PutAsync(kind, there, cancellationToken);
            }

            // Known from now on, also when the rest of the list does not come: whoever is missing in the next one is gone.
            var uids = there.Select(item => item.Uid).ToList();
            seen.UnionWith(uids);
            _known.UnionWith(uids);
            position = batch.Position;
        }

        var gone = _known.Except(seen).ToList();
        await sink.EndListAsync(kind, seen, gone, cancellationToken);
        _known.IntersectWith(seen);
        _position = position;
        _looked = clock.GetTimestamp();
        health.Synced(kind, _known.Count);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var events = reader.WatchAsync(kind, _position, Opened, cancellationToken);
        await foreach (var batch in ReadAheadAsync(events, isList: false, cancellationToken))
        {
            if (!batch.IsEmpty)
            {
                await HandOverAsync(batch.There, batch.Gone, cancellationToken);
                _position = batch.Position.Length > 0 ? batch.Position : _position;
            }

            if (clock.GetElapsedTime(_looked) >= resyncInterval)
            {
                await CheckAsync(cancellationToken);
            }
        }
    }

    /// <summary>An open watch is followed, whether or not something happens.</summary>
    private void Opened()
    {
        _opened = clock.GetTimestamp();
        health.Follows(kind);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        _looked = clock.GetTimestamp();
        if (!await sink.CheckAsync(kind, _known.Count, cancellationToken))
        {
            throw new ResourceExpiredException($"Table {kind.Table} does not have the rows that were written to it: it is filled again.");
        }

        health.Follows(kind);
    }

    private async Task HandOverAsync(IReadOnlyList<KubernetesObject> there, IReadOnlyList<string> gone, CancellationToken cancellationToken)
    {
        if (there.Count > 0)
        {
            await sink.PutAsync(kind, there, cancellationToken);
        }

        if (gone.Count > 0)
        {
            await sink.DeleteAsync(kind, gone, cancellationToken);
        }

        _known.UnionWith(there.Select(item => item.Uid));
        _known.ExceptWith(gone);
        health.Synced(kind, _known.Count);
    }

    /// <summary>
    /// While one batch is handed over, the next is read. A list is in no hurry with the first few; a watch is. Where nothing happens, a
    /// watch gives an empty batch now and then.
    /// </summary>
    private async IAsyncEnumerable<ChangeBatch> ReadAheadAsync(
        IAsyncEnumerable<ResourceEvent> events, bool isList, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var pending = new PendingChanges();
        await using var waking = isList ? null : clock.CreateTimer(_ => pending.Wake(), null, _wakeInterval, _wakeInterval);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(events, pending, stop.Token);
        try
        {
            while (await pending.TakeAsync(whenFull: isList, cancellationToken) is { } batch)
            {
                yield return batch;
            }

            await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync(IAsyncEnumerable<ResourceEvent> events, PendingChanges pending, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in events.WithCancellation(cancellationToken))
            {
                await pending.AddAsync(change, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody takes any more.
        }
        finally
        {
            // What came before a failure is still handed over; then whoever takes hears of it.
            pending.Complete();
        }
    }
}
