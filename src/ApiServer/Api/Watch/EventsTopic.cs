using System.Runtime.CompilerServices;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>
/// Events are only ever added, so a position is the sequence of the last one sent, and what came after is read from the store.
/// </summary>
internal sealed class EventsTopic(ChangeFeed feed, EventStore events, EventFilter filter, string fingerprint) : IWatchTopic
{
    private const int InSnapshot = 100;
    private const int AtOnce = 500;

    public string Fingerprint { get; } = fingerprint;

    public async Task<IWatchCursor> OpenAsync(long? position, CancellationToken cancellationToken)
    {
        // Registered first: what is added while the snapshot is read is found again as a change, and told apart by its sequence.
        var (subscription, _) = feed.Subscribe(Topic.Events, () => true);
        try
        {
            var (oldest, newest) = await events.ReadRangeAsync(cancellationToken);
            if (position is { } known)
            {
                // A position that nobody was given, or that events were forgotten after.
                if (known > newest || oldest > known + 1)
                {
                    throw ResumeToken.Expired();
                }

                return new Cursor(subscription, events, filter, null) { Position = known };
            }

            var page = await events.ListAsync(filter, InSnapshot, before: null, cancellationToken);
            return new Cursor(subscription, events, filter, page.Events)
            {
                Position = page.Events.Count > 0 ? page.Events[0].Sequence : newest,
            };
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    private sealed class Cursor(
        ChangeSubscription subscription, EventStore events, EventFilter filter, IReadOnlyList<ServerEvent>? snapshot) : IWatchCursor
    {
        private bool _hasMore = snapshot is null;

        public long Position { get; set; }

        public async IAsyncEnumerable<V1.Snapshot> SnapshotAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (snapshot is not null)
            {
                yield return new V1.Snapshot { Events = { snapshot.Reverse().Select(EventMapping.ToProto) }, Last = true };
            }
        }

        public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
            _hasMore || await subscription.WaitAsync(timeout, cancellationToken);

        public async IAsyncEnumerable<V1.Changes> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            subscription.Take(keys => keys.Count);
            do
            {
                var added = await events.ListAfterAsync(Position, filter, AtOnce, cancellationToken);
                _hasMore = added.Count == AtOnce;
                if (added.Count > 0)
                {
                    Position = added[^1].Sequence;
                    yield return new V1.Changes { Events = { added.Select(EventMapping.ToProto) } };
                }
            }
            while (_hasMore && !cancellationToken.IsCancellationRequested);
        }

        public void Dispose() => subscription.Dispose();
    }
}
