namespace Tricorder.ApiServer.Changes;

/// <summary>What changed, in order. See README.md for the rules.</summary>
internal sealed class ChangeFeed
{
    private const int HistoryLength = 1 << 18;

    private readonly (Topic Topic, string Key)[] _history = new (Topic, string)[HistoryLength];
    private readonly Dictionary<Topic, List<ChangeSubscription>> _subscriptions = [];
    private long _sequence;

    /// <summary>Guards all live state. Hold it to change state and mark it, or to read several things that must agree.</summary>
    public Lock Gate { get; } = new();

    /// <summary>New per process: positions of an earlier process mean nothing here.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Says that the item behind <paramref name="key"/> changed, appeared or went. The gate must be held.</summary>
    public void Mark(Topic topic, string key)
    {
        _sequence++;
        _history[_sequence % HistoryLength] = (topic, key);
        if (_subscriptions.TryGetValue(topic, out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                subscription.MarkDirty(key);
            }
        }
    }

    /// <summary>Registers and takes the snapshot in one step, so that every later change, and only that, is delivered.</summary>
    public (ChangeSubscription Subscription, T Snapshot) Subscribe<T>(Topic topic, Func<T> snapshot)
    {
        lock (Gate)
        {
            var subscription = Register(topic);
            return (subscription, snapshot());
        }
    }

    /// <summary>Registers with everything that changed after <paramref name="sequence"/> already dirty.</summary>
    public ChangeSubscription Resume(Topic topic, long sequence)
    {
        lock (Gate)
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
        }
    }

    /// <summary>Reads under the gate what a subscription has not seen yet, and the position that this brings it to.</summary>
    internal (T Result, long Sequence) Take<T>(ChangeSubscription subscription, Func<IReadOnlyCollection<string>, T> read)
    {
        lock (Gate)
        {
            var result = read(subscription.TakeDirty());
            return (result, _sequence);
        }
    }

    internal void Remove(ChangeSubscription subscription)
    {
        lock (Gate)
        {
            if (_subscriptions.TryGetValue(subscription.Topic, out var list) && list.Remove(subscription) && list.Count == 0)
            {
                _subscriptions.Remove(subscription.Topic);
            }
        }
    }

    private ChangeSubscription Register(Topic topic)
    {
        var subscription = new ChangeSubscription(this, topic, _sequence);
        if (!_subscriptions.TryGetValue(topic, out var list))
        {
            _subscriptions[topic] = list = [];
        }

        list.Add(subscription);
        return subscription;
    }
}
