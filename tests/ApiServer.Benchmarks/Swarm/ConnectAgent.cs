using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>An agent on AgentService.Connect that answers every order with SUCCEEDED at once.</summary>
internal sealed class ConnectAgent(Uri server, AgentSelf self, AnswerBook book) : ISwarmAgent
{
    private static readonly Method<AgentMessage, Order> Connect = new(
        MethodType.DuplexStreaming,
        "tricorder.apiserver.v1.AgentService",
        "Connect",
        SlimMarshaller.Of(AgentMessage.Parser),
        SlimMarshaller.Of(Order.Parser));

    private readonly AgentLink _link = new(server, self.Index, server.Scheme == Uri.UriSchemeHttps ? self.Certificate : null);
    private readonly CancellationTokenSource _stop = new();
    private AsyncDuplexStreamingCall<AgentMessage, Order>? _call;
    private Task _lastWrite = Task.CompletedTask;
    private volatile bool _isWelcome;
    private long _beats;

    public async Task ConnectAsync()
    {
        _call?.Dispose();
        _call = _link.Invoker.AsyncDuplexStreamingCall(Connect, null, new CallOptions(cancellationToken: _stop.Token));
        await SendAsync(new AgentMessage { Hello = self.Hello() });
        if (!await _call.ResponseStream.MoveNext(_stop.Token) || _call.ResponseStream.Current.Welcome is not { } welcome)
        {
            throw new InvalidOperationException("The server did not answer `hello` with `welcome`.");
        }

        _isWelcome = true;
        book.HeartbeatInterval = welcome.HeartbeatInterval.ToTimeSpan();
        _ = AnswerAsync(_call.ResponseStream);
    }

    public void Beat()
    {
        if (!_isWelcome)
        {
            return;
        }

        if (self.Runs is { } runs)
        {
            var usage = new ModuleUsage
            {
                ModuleId = runs.ModuleId,
                Events = ++_beats * 1000,
                RowsWritten = _beats * 1000,
                MemoryBytes = 1 << 20,
            };
            _ = TryBeatAsync(new AgentMessage { Heartbeat = new Heartbeat { Usage = { usage } } });
        }
        else
        {
            _ = TryBeatAsync(new AgentMessage { Heartbeat = new Heartbeat() });
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _call?.Dispose();
        _link.Dispose();
        _stop.Dispose();
    }

    private static AgentMessage Succeeded(OrderUpdate order) => new()
    {
        ModuleStatus = new ModuleStatus
        {
            ModuleId = order.ModuleId,
            Revision = order.Revision,
            Generation = order.Generation,
            State = InstanceState.Succeeded,
        },
    };

    private async Task AnswerAsync(IAsyncStreamReader<Order> orders)
    {
        try
        {
            while (await orders.MoveNext(_stop.Token))
            {
                if (orders.Current.ModuleUpdate is { } order)
                {
                    self.Runs = order.Action == (int)ModuleAction.Deploy ? order : null;
                    await SendAsync(Succeeded(order));
                    book.Answered(order.Generation);
                }
            }

            book.Lost("the server ended the stream");
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            book.Lost(failure.Message);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Told to leave.
        }
    }

    private async Task TryBeatAsync(AgentMessage heartbeat)
    {
        try
        {
            await SendAsync(heartbeat);
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The reader tells why the stream ended.
        }
    }

    /// <summary>A stream takes one write at a time; answers and heartbeats queue up behind each other.</summary>
    private Task SendAsync(AgentMessage message)
    {
        lock (_stop)
        {
            return _lastWrite = _lastWrite.IsCompleted ? _call!.RequestStream.WriteAsync(message) : AfterAsync(_lastWrite, message);
        }
    }

    private async Task AfterAsync(Task before, AgentMessage message)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _call!.RequestStream.WriteAsync(message);
    }
}
