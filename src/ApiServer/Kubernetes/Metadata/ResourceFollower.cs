using System.Threading.Channels;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Follows the objects of one kind: a list in pages, then a watch from there; a new list when the position is too old, and a new watch when
/// it ends. The order of an object's changes is that of the stream; versions are not compared.
/// </summary>
internal sealed class ResourceFollower(ResourceKind kind, ResourceReader reader, IResourceSink sink, KubernetesHealth health, TimeProvider clock, ILogger logger)
{
    private const int MostQueued = 2_000;
    private const int MostInBatch = 500;
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
        var seen = new HashSet<string>();
        var (next, version) = ("", "");
        do
        {
            var page = await reader.ListAsync(kind, next, cancellationToken).ConfigureAwait(false);
            await sink.PutAsync(kind, page.Items, cancellationToken).ConfigureAwait(false);
            seen.UnionWith(page.Items.Select(item => item.Uid));
            (next, version) = (page.Continue, page.ResourceVersion);
        }
        while (next.Length > 0);

        var gone = _known.Except(seen).ToList();
        await sink.EndListAsync(kind, seen, gone, cancellationToken).ConfigureAwait(false);
        _known.Clear();
        _known.UnionWith(seen);
        _position = version;
        health.Synced(kind, _known.Count);
    }

    /// <summary>Reads ahead a little, and hands over what has come in batches with one change an object.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var queue = Channel.CreateBounded<ResourceEvent>(new BoundedChannelOptions(MostQueued) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(queue.Writer, stop.Token);
        try
        {
            while (await queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var batch = new Dictionary<string, KubernetesObject?>();
                var position = _position;
                while (batch.Count < MostInBatch && queue.Reader.TryRead(out var change))
                {
                    position = change.ResourceVersion.Length > 0 ? change.ResourceVersion : position;
                    if (change.Object is { } item)
                    {
                        batch[item.Uid] = change.Type == "DELETED" ? null : item;
                    }
                }

                await HandOverAsync(batch, cancellationToken).ConfigureAwait(false);
                _position = position;
            }

            await reading.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HandOverAsync(Dictionary<string, KubernetesObject?> batch, CancellationToken cancellationToken)
    {
        var there = batch.Values.OfType<KubernetesObject>().ToList();
        var gone = batch.Where(change => change.Value is null).Select(change => change.Key).ToList();
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

    private async Task ReadAsync(ChannelWriter<ResourceEvent> queue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in reader.WatchAsync(kind, _position, cancellationToken).ConfigureAwait(false))
            {
                await queue.WriteAsync(change, cancellationToken).ConfigureAwait(false);
            }

            queue.Complete();
        }
        catch (Exception e)
        {
            // What came before is still handed over; then whoever reads hears of it.
            queue.Complete();
            if (e is not OperationCanceledException)
            {
                throw;
            }
        }
    }
}
