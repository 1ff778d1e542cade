namespace Tricorder.ApiServer.Changes;

/// <summary>What changed, in order. See README.md for the rules.</summary>
internal sealed class ChangeFeed(LiveState live)
{
    private const int HistoryLength = 1 << 18;

    private readonly (Topic Topic, string Key)[] _history = new (Topic, string)[HistoryLength];

    // By hash: two that share a slot cost history, never a change.
    private readonly long[] _markedAt = new long[1 << 16];
    private readonly long[] _handedOut = new long[1 << 10];
    private readonly Dictionary<Topic, List<ChangeSubscription>> _subscriptions = [];
    private long _sequence;

    /// <summary>New per process: positions of an earlier process mean nothing here.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Says that the item behind <paramref name="key"/> changed, appeared or went. Part of the change of live state.</summary>
    public void Mark(Topic topic, string key)
    {
        live.AssertHeld();
        Remember(topic, key);
        if (_subscriptions.TryGetValue(topic, out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                subscription.MarkDirty(key);
            }
        }
    }

    /// <summary>Registers and takes the snapshot in one step, so that every later change, and only that, is delivered.</summary>
    public (ChangeSubscription Subscription, T Snapshot) Subscribe<T>(Topic topic, Func<T> snapshot) =>
        live.Read(() => (Register(topic), snapshot()));

    /// <summary>Registers with everything that changed after <paramref name="sequence"/> already dirty.</summary>
    public ChangeSubscription Resume(Topic topic, long sequence) => live.Read(() =>
    {
        if (sequence > _sequence || _sequence - sequence >= HistoryLength)
        {
            throw ResumeToken.Expired();
        }

        var subscription = Register(topic);
        for (var position = sequence + 1; position <= _sequence; position++)
        {
            var (changed, key) = _history[position % HistoryLength];
            if (changed == topic)
            {
                subscription.MarkDirty(key);
            }
        }

        return subscription;
    });

    /// <summary>Reads what a subscription has not seen yet, and the position that this brings it to.</summary>
    internal (T Result, long Sequence) Take<T>(ChangeSubscription subscription, Func<IReadOnlyCollection<string>, T> read) =>
        live.Read(() => (read(subscription.TakeDirty()), HandOut(subscription.Topic)));

    internal void Remove(ChangeSubscription subscription) => live.Change(() =>
    {
        if (_subscriptions.TryGetValue(subscription.Topic, out var list) && list.Remove(subscription) && list.Count == 0)
        {
            _subscriptions.Remove(subscription.Topic);
        }
    });

    private ChangeSubscription Register(Topic topic)
    {
        var subscription = new ChangeSubscription(this, topic, HandOut(topic));
        if (!_subscriptions.TryGetValue(topic, out var list))
        {
            _subscriptions[topic] = list = [];
        }

        list.Add(subscription);
        return subscription;
    }

    /// <summary>
    /// Puts the change into the history, unless its key stands there behind every position that was given for the topic: whoever resumes
    /// finds it. So what changes faster than it is looked at, such as every module while a fleet reconnects, uses up no history.
    /// </summary>
    private void Remember(Topic topic, string key)
    {
        ref var markedAt = ref _markedAt[(uint)HashCode.Combine(topic, key) % (uint)_markedAt.Length];
        if (markedAt > _handedOut[SlotOf(topic)]
            && _sequence - markedAt < HistoryLength
            && _history[markedAt % HistoryLength] is var (marked, markedKey) && marked == topic && markedKey == key)
        {
            return;
        }

        markedAt = ++_sequence;
        _history[markedAt % HistoryLength] = (topic, key);
    }

    /// <summary>The present position, which a subscriber of this topic may come back with.</summary>
    private long HandOut(Topic topic) => _handedOut[SlotOf(topic)] = _sequence;

    private uint SlotOf(Topic topic) => (uint)topic.GetHashCode() % (uint)_handedOut.Length;
}
