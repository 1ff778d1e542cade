namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// How many bytes of requests are in work at a time. What a request becomes in memory is a multiple of its bytes, so this bounds the
/// memory of all of them together. The smallest are free: there are many, and they are small.
/// </summary>
internal sealed class RequestBudget(MemoryReturn memory, TimeProvider clock) : IDisposable
{
    /// <summary>What has no more bytes than this needs no leave.</summary>
    public const int FreeBytes = 4 * 1024;

    /// <summary>
    /// Of calls: two of the largest modules as JSON, at the same time; one of them is the half that one author may have.
    /// Measured in docs/adr/0018.
    /// </summary>
    public const int CallMebibytes = 24;

    /// <summary>
    /// Calls of methods without programs are never larger, as JSON neither. They have a budget of their own, and never wait for a module.
    /// </summary>
    public const int SmallBytes = MethodLimits.SmallBytes / 2 * 3;

    /// <summary>How long a caller waits for others to finish.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly ByteBudget _calls = new(CallMebibytes, queueMebibytes: 512, Timeout, clock);
    private readonly ByteBudget _smallCalls = new(mebibytes: 4, queueMebibytes: 64, Timeout, clock);
    private readonly ByteBudget _watches = new(mebibytes: 8, queueMebibytes: 0, Timeout, clock);
    private readonly ByteBudget _agents = new(mebibytes: 8, queueMebibytes: 1024 * 1024, System.Threading.Timeout.InfiniteTimeSpan, clock);

    /// <summary>
    /// Leave for a message of that many bytes, until it is disposed of. Agents wait for their turn as long as it takes: their streams
    /// hold them back. Callers wait a little, and are told when to come again.
    /// </summary>
    /// <param name="kind">Which budget it comes from.</param>
    /// <param name="author">Whose it is.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IDisposable?> TakeAsync(RequestKind kind, string author, long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= FreeBytes)
        {
            return null;
        }

        var budget = kind switch
        {
            RequestKind.Call => bytes <= SmallBytes ? _smallCalls : _calls,
            RequestKind.Watch => _watches,
            _ => _agents,
        };
        return new Leave(memory, await budget.TakeAsync(author, bytes, cancellationToken), bytes);
    }

    public void Dispose()
    {
        _calls.Dispose();
        _smallCalls.Dispose();
        _watches.Dispose();
        _agents.Dispose();
    }

    private sealed class Leave(MemoryReturn memory, IDisposable room, long bytes) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                room.Dispose();
                memory.Done(bytes);
            }
        }
    }
}
