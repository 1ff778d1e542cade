using System.Runtime.CompilerServices;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the objects of one kind: a list in pages, then a watch from there; a new list when the position is too old, and a new watch when
/// it ends. The order of an object's changes is that of the stream; versions are not compared.
/// </summary>
internal sealed class ResourceFollower(ResourceKind kind, ResourceReader reader, IResourceSink sink, KubernetesHealth health, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _known = [];
    private string _position = "";
    private int _failures;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_position.Length == 0)
                {
                    await ListAsync(cancellationToken).ConfigureAwait(false);
                }

                await WatchAsync(cancellationToken).ConfigureAwait(false);

                // Ended in order, for all kinds and watchers at the same time when the API server restarts.
                await Task.Delay(RetryMin * Random.Shared.NextDouble(), clock, cancellationToken).ConfigureAwait(false);
            }
            catch (ResourceExpiredException)
            {
                logger.ListsAgain(kind.Table);
                _position = "";
                await Task.Delay(RetryMin * Random.Shared.NextDouble(), clock, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was, a new list is right after it.
                if (_failures++ == 0)
                {
                    logger.FollowingFailed(e, kind.Table);
                }

                health.Failed(kind, e.Message);
                _position = e is HttpRequestException or IOException ? _position : "";
                await Task.Delay(Backoff.After(_failures, RetryMin, RetryMax), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        await sink.BeginListAsync(kind, cancellationToken).ConfigureAwait(false);
        var (seen, position) = (new HashSet<string>(), "");
        await foreach (var batch in ReadAheadAsync(reader.ListAsync(kind, cancellationToken), isList: true, cancellationToken).ConfigureAwait(false))
        {
            var there = batch.There;
            if (there.Count > 0)
            {
                await sink.PutAsync(kind, there, cancellationToken).ConfigureAwait(false);
            }

            seen.UnionWith(there.Select(item => item.Uid));
            position = batch.Position;
        }

        var gone = _known.Except(seen).ToList();
        await sink.EndListAsync(kind, seen, gone, cancellationToken).ConfigureAwait(false);
        _known.Clear();
        _known.UnionWith(seen);
        _position = position;
        health.Synced(kind, _known.Count);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var batch in ReadAheadAsync(reader.WatchAsync(kind, _position, cancellationToken), isList: false, cancellationToken).ConfigureAwait(false))
        {
            await HandOverAsync(batch.There, batch.Gone, cancellationToken).ConfigureAwait(false);
            _position = batch.Position.Length > 0 ? batch.Position : _position;
        }
    }

    private async Task HandOverAsync(IReadOnlyList<KubernetesObject> there, IReadOnlyList<string> gone, CancellationToken cancellationToken)
    {
        if (there.Count > 0)
        {
            await sink.PutAsync(kind, there, cancellationToken).ConfigureAwait(false);
        }

        if (gone.Count > 0)
        {
            await sink.DeleteAsync(kind, gone, cancellationToken).ConfigureAwait(false);
        }

        _failures = 0;
        _known.UnionWith(there.Select(item => item.Uid));
        _known.ExceptWith(gone);
        health.Synced(kind, _known.Count);
    }

    /// <summary>While one batch is handed over, the next is read. A list is in no hurry with the first few; a watch is.</summary>
    private static async IAsyncEnumerable<ChangeBatch> ReadAheadAsync(
        IAsyncEnumerable<ResourceEvent> events, bool isList, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var pending = new PendingChanges();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(events, pending, stop.Token);
        try
        {
            while (await pending.TakeAsync(whenFull: isList, cancellationToken).ConfigureAwait(false) is { } batch)
            {
                yield return batch;
            }

            await reading.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync(IAsyncEnumerable<ResourceEvent> events, PendingChanges pending, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await pending.AddAsync(change, cancellationToken).ConfigureAwait(false);
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
