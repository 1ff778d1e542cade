using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Bounds how many streams are written to at once, which bounds the transport's buffers. A stalled client must not hold a place: it is
/// given up after a moment, while the write itself goes on.
/// </summary>
internal sealed class SendGate(IOptions<AgentOptions> options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.ConcurrentSends);
    private readonly TimeSpan _slotTimeout = options.Value.SendSlotTimeout;

    public Task EnterAsync(CancellationToken cancellationToken) => _slots.WaitAsync(cancellationToken);

    public void Leave() => _slots.Release();

    /// <summary>Waits for the write, and leaves the gate when it is done or has stalled.</summary>
    public async Task LeaveAfterAsync(Task write)
    {
        try
        {
            await write.WaitAsync(_slotTimeout, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Stalled, or done a moment too late: the place is given up below, the write is awaited after that.
        }
        finally
        {
            Leave();
        }

        await write.ConfigureAwait(false);
    }

    public void Dispose() => _slots.Dispose();
}
