using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>How a topic's items are read (under the lock of live state), shown, and put into messages.</summary>
/// <param name="All">All items, for the snapshot.</param>
/// <param name="Find">One item; default when it is gone.</param>
/// <param name="Includes">Whether a key belongs to the subscription.</param>
/// <param name="Show">Turns an item into its message, outside of the lock; null when it went meanwhile.</param>
internal sealed record WatchedItems<T, TProto>(
    Func<IReadOnlyList<T>> All,
    Func<string, T?> Find,
    Func<string, bool> Includes,
    Func<T, CancellationToken, ValueTask<TProto?>> Show,
    Func<V1.Snapshot, RepeatedField<TProto>> InSnapshot,
    Func<V1.Changes, RepeatedField<TProto>> InChanges)
    where T : class
    where TProto : class, IMessage<TProto>;
