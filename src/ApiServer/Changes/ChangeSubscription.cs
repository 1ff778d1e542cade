namespace Tricorder.ApiServer.Changes;

/// <summary>
/// One subscriber's view of a topic: which keys changed since it last looked. It grows with the number of different keys only, however
/// slow its reader is.
/// </summary>
internal sealed class ChangeSubscription(ChangeFeed feed, Topic topic, long start) : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private HashSet<string> _dirty = [];

    public Topic Topic { get; } = topic;

    /// <summary>The position of the snapshot this subscription began with.</summary>
    public long Start { get; } = start;

    /// <summary>Completes when something changed since the last <see cref="Take{T}"/>.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _signal.WaitAsync(timeout, cancellationToken);

    /// <summary>Reads the changed keys' present state, atomically with the position returned.</summary>
    public (T Result, long Sequence) Take<T>(Func<IReadOnlyCollection<string>, T> read) => feed.Take(this, read);

    public void Dispose()
    {
        feed.Remove(this);
        _signal.Dispose();
    }

    internal void MarkDirty(string key)
    {
        if (_dirty.Add(key) && _dirty.Count == 1)
        {
            _signal.Release();
        }
    }

    internal HashSet<string> TakeDirty()
    {
        var taken = _dirty;
        _dirty = [];
        _signal.Wait(0);
        return taken;
    }
}
