using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Scheduling;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.AgentSimulator.Wire.V1;

/// <summary>One `Connect` stream: reads until its end, writes one message at a time.</summary>
internal sealed class V1Session : IDisposable
{
    private const double HeartbeatJitter = 0.1;
    private static readonly TimeSpan WelcomeTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SmallestInterval = TimeSpan.FromMilliseconds(100);

    private readonly V1Process _process;
    private readonly AgentContext _context;
    private readonly IDisposable _connecting;
    private readonly AsyncDuplexStreamingCall<AgentMessage, ServerMessage> _call;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScheduledCall? _next;
    private TimeSpan _interval;
    private long _drainedAt;
    private TimeSpan? _drain;
    private IReadOnlyCollection<RunningModule> _said = [];

    /// <param name="process">Whose stream it is.</param>
    /// <param name="connecting">Disposed once the stream is up.</param>
    public V1Session(V1Process process, IDisposable connecting)
    {
        _process = process;
        _context = process.Context;
        _connecting = connecting;
        var headers = new Metadata();
        if (_context.Options.Credentials.Token is { Length: > 0 } token)
        {
            headers.Add("authorization", "Bearer " + token);
        }

        _call = new AgentService.AgentServiceClient(process.Connection.Invoker).Connect(headers, cancellationToken: process.Gone);
    }

    /// <summary>Completes when the stream has ended.</summary>
    public Task Ended => _ended.Task;

    public async Task<StreamEnd> RunAsync()
    {
        try
        {
            _next = _context.Scheduler.Schedule(WelcomeTimeout, _process.Connection.Abort);
            var hello = V1Messages.Hello(_process);
            _said = hello.Hello.Running;
            await SendAsync(hello);
            while (await _call.ResponseStream.MoveNext(_process.Gone))
            {
                // Not kept in a local: it would live, with its program bytes, until the next message.
                Receive(_call.ResponseStream.Current);
            }

            return Drained() ?? new StreamEnd(StreamEndKind.Ended, "the server ended the stream");
        }
        catch (RpcException error)
        {
            return Drained() ?? StreamEnd.Of(error);
        }
        finally
        {
            _ended.TrySetResult();
            _next?.Dispose();
        }
    }

    public Task AnswerAsync(Modules.ModuleUpdate order, InstanceState state, string message = "") =>
        SendStatusAsync(order.ModuleId, order.Revision, order.Generation, state, message);

    public Task SendStatusAsync(string moduleId, int revision, long generation, InstanceState state, string message)
    {
        _context.Counters.Answered(state == InstanceState.Succeeded, state == InstanceState.Failed);
        return SendAsync(V1Messages.Status(moduleId, revision, generation, state, message, _context.Scheduler.Time.GetUtcNow()));
    }

    /// <summary>Says that nothing more will come.</summary>
    public async Task CompleteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (!_ended.Task.IsCompleted)
            {
                await _call.RequestStream.CompleteAsync();
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            // It has ended by itself.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends, or drops the message when the stream has ended: whoever reads sees that and acts on it.</summary>
    public async Task SendAsync(AgentMessage message)
    {
        await _writing.WaitAsync();
        try
        {
            if (!_ended.Task.IsCompleted)
            {
                await _call.RequestStream.WriteAsync(message, _process.Gone);
            }
        }
        catch (Exception)
        {
            // However a write fails, the reader is told, with the status; an error from here would end the agent's work for good.
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _next?.Dispose();
    }

    private static bool IsEnd(Exception error) =>
        error is RpcException or OperationCanceledException or InvalidOperationException or ObjectDisposedException;

    private void Receive(ServerMessage message)
    {
        switch (message.KindCase)
        {
            case ServerMessage.KindOneofCase.Welcome:
                Begin(message.Welcome);
                break;
            case ServerMessage.KindOneofCase.ModuleUpdate:
                _process.Enqueue(V1Messages.Update(message.ModuleUpdate, _context.Options.RecordUpdates), this);
                break;
            case ServerMessage.KindOneofCase.Container when !message.Container.Removed:
                _context.Counters.ContainerSeen();
                _ = SendAsync(V1Messages.Processes(message.Container, _context.Scheduler.Time.GetUtcNow()));
                break;
            case ServerMessage.KindOneofCase.Drain:
                _drain = message.Drain.ReconnectAfter?.ToTimeSpan() ?? TimeSpan.Zero;
                _drainedAt = _context.Scheduler.Time.GetTimestamp();
                _ = _process.FinishAsync(this);
                break;
            default:
                // A newer server may say things that this agent does not know.
                break;
        }
    }

    private void Begin(Welcome welcome)
    {
        _next?.Dispose();
        _connecting.Dispose();
        if (!IsTrueStill(_said))
        {
            // Work of an earlier stream's order was done while this one was opened: only a new hello tells the server.
            _process.Connection.Abort();
            return;
        }

        _said = [];
        var asked = welcome.HeartbeatInterval?.ToTimeSpan() ?? TimeSpan.Zero;
        if (asked > TimeSpan.Zero)
        {
            _interval = asked < SmallestInterval ? SmallestInterval : asked;
            // The first one anywhere in the interval: agents that came together must not beat together.
            BeatAfter(_process.Agent.PaceDice.Between(TimeSpan.Zero, _interval));
        }

        _context.Counters.Connected();
        _process.Agent.Phase = AgentPhase.Connected;
    }

    private bool IsTrueStill(IReadOnlyCollection<RunningModule> said)
    {
        var running = _process.Modules.Running();
        return said.Count == running.Count && said.All(module => running.GetValueOrDefault(module.ModuleId) == module.Revision);
    }

    private void BeatAfter(TimeSpan wait) => _next = _context.Scheduler.Schedule(wait, () => _ = BeatAsync());

    private async Task BeatAsync()
    {
        await SendAsync(V1Messages.Heartbeat(_process.Modules));
        if (!_ended.Task.IsCompleted)
        {
            BeatAfter(_process.Agent.PaceDice.Jitter(_interval, HeartbeatJitter));
        }

        _context.Counters.Beaten();
        _process.Agent.NoteChange();
    }

    private StreamEnd? Drained()
    {
        if (_drain is not { } wait)
        {
            return null;
        }

        var left = wait - _context.Scheduler.Time.GetElapsedTime(_drainedAt);
        return new StreamEnd(StreamEndKind.Drained, "the server is stopping", left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
