namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>
/// Limits how many agents are connecting at once: a listener's backlog is short, and a connection that does not fit into it
/// waits for the kernel's retransmission, a second or more, which says nothing about the server.
/// </summary>
internal sealed class ConnectLimiter(int limit) : IDisposable
{
    private readonly SemaphoreSlim? _slots = limit > 0 ? new SemaphoreSlim(limit, limit) : null;

    public async Task<Lease> EnterAsync(CancellationToken cancellationToken)
    {
        if (_slots is not null)
        {
            await _slots.WaitAsync(cancellationToken);
        }

        return new Lease(_slots);
    }

    public void Dispose() => _slots?.Dispose();

    /// <summary>A slot; released at the first disposal.</summary>
    internal sealed class Lease(SemaphoreSlim? slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}
