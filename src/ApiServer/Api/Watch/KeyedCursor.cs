using System.Runtime.CompilerServices;
using Google.Protobuf;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>Follows the keys that changed and reads the present state of each when it is its turn to be sent.</summary>
internal sealed class KeyedCursor<T, TProto>(
    ChangeSubscription subscription, WatchedItems<T, TProto> items, IReadOnlyList<T> snapshot, bool isResumed) : IWatchCursor
    where T : class
    where TProto : class, IMessage<TProto>
{
    public long Position { get; set; }

    public async IAsyncEnumerable<V1.Snapshot> SnapshotAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (isResumed)
        {
            yield break;
        }

        var chunk = new V1.Snapshot();
        var budget = new ChunkBudget();
        foreach (var item in snapshot)
        {
            if (await items.Show(item, cancellationToken) is not { } shown)
            {
                continue;
            }

            if (!budget.Takes(shown))
            {
                yield return chunk;
                (chunk, budget) = (new V1.Snapshot(), new ChunkBudget());
                budget.Takes(shown);
            }

            items.InSnapshot(chunk).Add(shown);
        }

        snapshot = [];
        chunk.Last = true;
        yield return chunk;
    }

    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        subscription.WaitAsync(timeout, cancellationToken);

    public async IAsyncEnumerable<V1.Changes> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ((changed, deleted), position) = subscription.Take(Read);
        var chunk = new V1.Changes { DeletedIds = { deleted } };
        var budget = new ChunkBudget();
        foreach (var item in changed)
        {
            if (await items.Show(item, cancellationToken) is not { } shown)
            {
                continue;
            }

            if (!budget.Takes(shown))
            {
                yield return chunk;
                (chunk, budget) = (new V1.Changes(), new ChunkBudget());
                budget.Takes(shown);
            }

            items.InChanges(chunk).Add(shown);
        }

        Position = position;
        if (items.InChanges(chunk).Count + chunk.DeletedIds.Count > 0)
        {
            yield return chunk;
        }
    }

    public void Dispose() => subscription.Dispose();

    private (List<T> Changed, List<string> Deleted) Read(IReadOnlyCollection<string> keys)
    {
        var (changed, deleted) = (new List<T>(keys.Count), new List<string>());
        foreach (var key in keys.Where(items.Includes))
        {
            if (items.Find(key) is { } item)
            {
                changed.Add(item);
            }
            else
            {
                deleted.Add(key);
            }
        }

        return (changed, deleted);
    }
}
