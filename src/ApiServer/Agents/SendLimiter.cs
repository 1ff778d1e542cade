using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Bounds how many sessions have a turn to send at once, which bounds the transport's buffers and keeps the thread pool free for everybody
/// else: a deploy wakes every session there is. Turns are given in the order in which they were asked for. A stalled client must not
/// hold a place: it is given up after a moment, while the write itself goes on.
/// </summary>
internal sealed class SendLimiter(IOptions<AgentOptions> options, TimeProvider clock)
{
    private readonly TimeSpan _slotTimeout = options.Value.SendSlotTimeout;
    private readonly Queue<IThreadPoolWorkItem> _waiting = new();
    private readonly Lock _sync = new();
    private int _free = options.Value.ConcurrentSends;

    /// <summary>Gives the sender a turn on the thread pool as soon as there is a place. Never blocks; ask for one turn at a time.</summary>
    public void Enter(IThreadPoolWorkItem sender)
    {
        lock (_sync)
        {
            if (_free == 0)
            {
                _waiting.Enqueue(sender);
                return;
            }

            _free--;
        }

        ThreadPool.UnsafeQueueUserWorkItem(sender, preferLocal: false);
    }

    /// <summary>Waits for the write for as long as it may keep its place, whatever comes of it.</summary>
    public async ValueTask WaitAsync(Task write) =>
        await write.WaitAsync(_slotTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>The turn is over: the next one in line has it.</summary>
    public void Leave()
    {
        IThreadPoolWorkItem? next;
        lock (_sync)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _free++;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
    }
}
