using System.Threading.Channels;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>Tells a loop that there is something to do. Set many times before the loop looks, it is set once.</summary>
/// <param name="name">What it says, as docs/reconciling.md calls it.</param>
internal sealed class LoopSignal(string name)
{
    private readonly Channel<bool> _set =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Name { get; } = name;

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Completes when it is set, and leaves it so.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken) => _set.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>It is not set any more.</summary>
    internal void Take() => _set.Reader.TryRead(out _);
}
