using System.Threading.Channels;

namespace Tricorder.ApiServer.Changes;

/// <summary>
/// One subscriber's view of a topic: which keys changed since it last looked. It grows with the number of different keys only, however
/// slow its reader is.
/// </summary>
internal sealed class ChangeSubscription(ChangeFeed feed, Topic topic, long start) : IDisposable
{
    // Something is in it as long as a key is dirty. A wait takes nothing out, so one that was given up takes nothing from the next one.
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private HashSet<string> _dirty = [];

    public Topic Topic { get; } = topic;

    /// <summary>The position of the snapshot this subscription began with.</summary>
    public long Start { get; } = start;

    /// <summary>Completes when something changed since the last <see cref="Take{T}"/>; false = nothing did for that long.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(timeout);
        try
        {
            return await _signal.Reader.WaitToReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Reads the changed keys' present state, atomically with the position returned.</summary>
    public (T Result, long Sequence) Take<T>(Func<IReadOnlyCollection<string>, T> read) => feed.Take(this, read);

    public void Dispose() => feed.Remove(this);

    internal void MarkDirty(string key)
    {
        if (_dirty.Add(key) && _dirty.Count == 1)
        {
            _signal.Writer.TryWrite(true);
        }
    }

    internal HashSet<string> TakeDirty()
    {
        var taken = _dirty;
        _dirty = [];
        _signal.Reader.TryRead(out _);
        return taken;
    }
}
