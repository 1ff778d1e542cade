namespace Tricorder.ApiServer.Reconciling;

/// <summary>How a loop went.</summary>
internal sealed class LoopReading(LoopPlan plan, TimeProvider clock)
{
    private readonly Lock _sync = new();
    private LoopState _state = new(null, null, "");

    public string Name => plan.Name;

    public LoopState State
    {
        get
        {
            lock (_sync)
            {
                return _state;
            }
        }
    }

    public void Succeeded()
    {
        lock (_sync)
        {
            _state = _state with { LastSuccess = clock.GetUtcNow(), Failure = "" };
        }
    }

    /// <param name="reason">A word for it that anybody may read.</param>
    public void Failed(string reason)
    {
        lock (_sync)
        {
            _state = _state with { LastFailure = clock.GetUtcNow(), Failure = reason };
        }
    }
}

/// <param name="LastSuccess">When it last did all that it had to do; null = it has not.</param>
/// <param name="LastFailure">When it last failed; null = it has not.</param>
/// <param name="Failure">Why its last run failed; empty = it did not.</param>
internal sealed record LoopState(DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure, string Failure);
