using System.Threading.Channels;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// What a watch has read ahead. It is bounded by number and by size: objects may be more than a megabyte each. One that alone is larger than
/// the bound passes when the queue is empty.
/// </summary>
internal sealed class ResourceQueue(int mostEvents, long mostCharacters) : IDisposable
{
    private readonly Channel<ResourceEvent> _channel = Channel.CreateBounded<ResourceEvent>(
        new BoundedChannelOptions(mostEvents) { SingleReader = true, SingleWriter = true });

    private readonly SemaphoreSlim _room = new(0, 1);
    private long _characters;

    /// <summary>Completes when there is room.</summary>
    public async ValueTask WriteAsync(ResourceEvent change, CancellationToken cancellationToken)
    {
        var size = SizeOf(change);
        while (Interlocked.Read(ref _characters) is > 0 and var held && held + size > mostCharacters)
        {
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        Interlocked.Add(ref _characters, size);
        await _channel.Writer.WriteAsync(change, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _channel.Writer.Complete();

    /// <summary>False when nothing more comes.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The oldest of what has come. It makes room when it is handed over: see <see cref="HandedOver"/>.</summary>
    public bool TryRead(out ResourceEvent change) => _channel.Reader.TryRead(out change);

    /// <summary>These are not held any more.</summary>
    public void HandedOver(long characters)
    {
        Interlocked.Add(ref _characters, -characters);
        if (_room.CurrentCount == 0)
        {
            _room.Release();
        }
    }

    public static long SizeOf(ResourceEvent change) => change.Object?.Json.Length ?? 0;

    public void Dispose() => _room.Dispose();
}
