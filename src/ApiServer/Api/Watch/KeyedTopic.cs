using Google.Protobuf;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>A topic whose items have keys: modules, instances, agents.</summary>
internal sealed class KeyedTopic<T, TProto>(ChangeFeed feed, Topic topic, string fingerprint, WatchedItems<T, TProto> items) : IWatchTopic
    where T : class
    where TProto : class, IMessage<TProto>
{
    public string Fingerprint { get; } = fingerprint;

    public Task<IWatchCursor> OpenAsync(long? position, CancellationToken cancellationToken)
    {
        if (position is { } known)
        {
            return Task.FromResult<IWatchCursor>(
                new KeyedCursor<T, TProto>(feed.Resume(topic, known), items, [], isResumed: true) { Position = known });
        }

        var (subscription, snapshot) = feed.Subscribe(topic, items.All);
        return Task.FromResult<IWatchCursor>(
            new KeyedCursor<T, TProto>(subscription, items, snapshot, isResumed: false) { Position = subscription.Start });
    }
}
