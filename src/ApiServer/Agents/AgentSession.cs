using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// One stream of one agent, the same for every wire. It sends what it is to deliver, one message at a time, whenever it is woken; between
/// that it costs no task and no timer.
/// </summary>
internal sealed class AgentSession : IThreadPoolWorkItem, IDisposable
{
    private readonly IAgentWire _wire;
    private readonly SendLimiter _sends;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<SessionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IAgentDelivery? _delivery;
    private ContainerNotifier? _containers;
    private TimeSpan? _drain;
    private int _wakes = 1; // As if running, so that nothing is sent before Start.
    private long _lastSeen;
    private long _seenAt;
    private long _writingSince;

    public AgentSession(Agent agent, IAgentWire wire, SendLimiter gate, TimeProvider clock, ILogger logger)
    {
        (Agent, _wire, _sends, _clock, _logger) = (agent, wire, gate, clock, logger);
        Answer = new AnswerDeadline(clock);
        Seen();
    }

    /// <summary>The agent as it was when it said hello.</summary>
    public Agent Agent { get; }

    public string Id => Agent.SessionId;

    public AgentProtocol Protocol => _wire.Protocol;

    /// <summary>Since the last sign of life, on a clock that nobody sets.</summary>
    public TimeSpan SilentFor => _clock.GetElapsedTime(Volatile.Read(ref _seenAt));

    public DateTimeOffset LastSeen => new(Volatile.Read(ref _lastSeen), TimeSpan.Zero);

    /// <summary>Cancelled when the session is over, for whatever reason.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Completes with the first reason given for the end.</summary>
    public Task<SessionEnd> Completion => _end.Task;

    public bool IsOver => _end.Task.IsCompleted;

    /// <summary>What this session is to be told; null until it is attached.</summary>
    public IAgentDelivery? Delivery => _delivery;

    /// <summary>Until when the update in flight may be answered.</summary>
    public AnswerDeadline Answer { get; }

    /// <summary>How long the agent has not taken what is being sent to it; zero when nothing is.</summary>
    public TimeSpan StalledFor => Volatile.Read(ref _writingSince) is > 0 and var since ? _clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>The agent gave a sign of life.</summary>
    public void Seen()
    {
        Volatile.Write(ref _lastSeen, _clock.GetUtcNow().UtcTicks);
        Volatile.Write(ref _seenAt, _clock.GetTimestamp());
    }

    /// <summary>Gives the session what it is to deliver, and what to tell of its node.</summary>
    public void Attach(IAgentDelivery delivery, ContainerNotifier? containers = null)
    {
        _delivery = delivery;
        _containers = containers;
        _containers?.Follow(Wake);
    }

    /// <summary>The agent was welcomed: whatever there is may be sent now.</summary>
    public void Start() => _sends.Enter(this);

    /// <summary>There may be something to send. Cheap, never blocks, may be called while live state changes.</summary>
    public void Wake()
    {
        if (Interlocked.Increment(ref _wakes) == 1)
        {
            _sends.Enter(this);
        }
    }

    /// <summary>Asks the agent to leave and to come back after <paramref name="reconnectAfter"/>.</summary>
    public void Drain(TimeSpan reconnectAfter)
    {
        _drain = reconnectAfter;
        Wake();
    }

    /// <summary>Ends the session; the first reason counts.</summary>
    public void End(SessionEnd why)
    {
        if (_end.TrySetResult(why))
        {
            // Not inline: continuations of the token would run here, under whatever the caller holds.
            _ = Task.Run(_ended.Cancel);
        }
    }

    /// <summary>Takes an agent's answer; completes when it is durable.</summary>
    public Task ReportAsync(ModuleReport report, CancellationToken cancellationToken)
    {
        Seen();
        return _delivery is { } delivery && !IsOver ? delivery.ReportAsync(report, cancellationToken) : Task.CompletedTask;
    }

    public void Dispose()
    {
        _containers?.Dispose();
        _ended.Dispose();
    }

    void IThreadPoolWorkItem.Execute() => _ = SendOneAsync();

    /// <summary>One turn: one message. It asks for another one while there may be more to send.</summary>
    private async Task SendOneAsync()
    {
        var seen = Volatile.Read(ref _wakes);
        var sent = false;
        try
        {
            sent = await SendNextAsync();
        }
        catch (Exception e)
        {
            if (e is DomainException refusal)
            {
                _logger.SendRefused(Agent.Id, refusal.Reason); // Of all agents at once, when it is the store.
            }
            else if (!IsOver && e is not OperationCanceledException)
            {
                _logger.SendFailed(e, Agent.Id);
            }

            // The store's refusal is not the agent's loss.
            End(e is DomainException ? SessionEnd.Draining : SessionEnd.Lost);
        }

        // Whoever has more to say calls Wake, so what was seen before this turn needs no other one.
        if (!IsOver && ((sent && HasNext) || Interlocked.Add(ref _wakes, -seen) > 0))
        {
            _sends.Enter(this);
        }
    }

    private bool HasNext => _drain is not null || _delivery is { HasNext: true } || _containers is { HasNext: true };

    /// <summary>Sends what is next; false when there was nothing.</summary>
    private async Task<bool> SendNextAsync()
    {
        AgentUpdate? update = null;
        Task write;
        try
        {
            if (_drain is { } reconnectAfter)
            {
                _drain = null;
                write = _wire.SendDrainAsync(reconnectAfter, Ended);
            }
            else if (_delivery is { } delivery && !IsOver && (update = await delivery.TakeNextAsync(Ended)) is not null)
            {
                write = _wire.SendAsync(update, Ended);
            }
            else if (!IsOver && _containers?.Next() is { } notice)
            {
                write = _wire.SendContainerAsync(notice, Ended);
            }
            else
            {
                return false;
            }

            if (!write.IsCompleted)
            {
                Volatile.Write(ref _writingSince, _clock.GetTimestamp());
                await _sends.WaitAsync(write);
            }
        }
        finally
        {
            _sends.Leave();
        }

        await write;
        Volatile.Write(ref _writingSince, 0);
        if (update is not null)
        {
            _delivery!.Sent();
        }

        return true;
    }
}
