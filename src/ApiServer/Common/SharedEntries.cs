namespace Tricorder.ApiServer.Common;

/// <summary>An entry per key, which lives while somebody uses it.</summary>
/// <param name="create">Makes the entry of a key that nobody uses yet.</param>
internal sealed class SharedEntries<TKey, TEntry>(Func<TEntry> create)
    where TKey : notnull
    where TEntry : class, IDisposable
{
    private readonly Dictionary<TKey, Shared> _shared = [];

    /// <summary>How many keys are in use.</summary>
    public int Count
    {
        get
        {
            lock (_shared)
            {
                return _shared.Count;
            }
        }
    }

    /// <summary>The entry of a key, to be disposed of by each who uses it; null when so many use it already.</summary>
    public Use? TryEnter(TKey key, int mostUsers)
    {
        lock (_shared)
        {
            if (!_shared.TryGetValue(key, out var shared))
            {
                _shared[key] = shared = new Shared(create());
            }

            return shared.Users < mostUsers ? new Use(this, key, shared) : null;
        }
    }

    public Use Enter(TKey key) => TryEnter(key, int.MaxValue)!;

    private void Leave(TKey key, Shared shared)
    {
        lock (_shared)
        {
            if (--shared.Users == 0)
            {
                _shared.Remove(key);
                shared.Entry.Dispose();
            }
        }
    }

    internal sealed class Shared(TEntry entry)
    {
        public TEntry Entry => entry;

        public int Users { get; set; }
    }

    /// <summary>One use of an entry.</summary>
    internal sealed class Use : IDisposable
    {
        private readonly TKey _key;
        private readonly Shared _shared;
        private SharedEntries<TKey, TEntry>? _owner;

        internal Use(SharedEntries<TKey, TEntry> owner, TKey key, Shared shared)
        {
            (_owner, _key, _shared) = (owner, key, shared);
            shared.Users++;
        }

        public TEntry Entry => _shared.Entry;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Leave(_key, _shared);
    }
}
