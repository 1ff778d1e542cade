using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>An agent on a connection of its own that answers each order with SUCCEEDED and keeps what it was ordered.</summary>
internal sealed class WillingAgent : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<AgentMessage, ServerMessage> _call;
    private readonly ConcurrentQueue<ModuleUpdate> _updates = new();
    private readonly SemaphoreSlim _writing = new(1);
    private Task _work = Task.CompletedTask;

    private WillingAgent(ServerProcess server)
    {
        _channel = GrpcChannel.ForAddress(server.Grpc, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _call = new AgentService.AgentServiceClient(_channel).Connect();
    }

    public string Id { get; } = Guid.NewGuid().ToString();

    public string Node { get; } = Sample.NewName("node");

    public IReadOnlyCollection<ModuleUpdate> Updates => _updates;

    /// <summary>Connects and returns when the server has said welcome.</summary>
    public static async Task<WillingAgent> ConnectAsync(ServerProcess server)
    {
        var agent = new WillingAgent(server);
        await agent._call.RequestStream.WriteAsync(new AgentMessage
        {
            Hello = new Hello
            {
                AgentId = agent.Id,
                NodeName = agent.Node,
                PodUid = "pod-" + agent.Id,
                Version = "1.2.3",
                KernelRelease = "6.1.0",
                Architecture = "x86_64",
                Labels = { ["zone"] = "a" },
            },
        });
        Assert.That(await agent._call.ResponseStream.MoveNext(CancellationToken.None), Is.True, "The server welcomes the agent.");
        Assert.That(agent._call.ResponseStream.Current.Welcome.SessionId, Is.Not.Empty);
        agent._work = agent.WorkAsync();
        return agent;
    }

    /// <summary>Sends; one message at a time, as the agent answers orders meanwhile.</summary>
    public async Task SendAsync(AgentMessage message)
    {
        await _writing.WaitAsync();
        try
        {
            await _call.RequestStream.WriteAsync(message);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Leaves; returns when the stream has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _work;
        _channel.Dispose();
        _writing.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (_call.ResponseStream.Current.ModuleUpdate is { } order)
                {
                    _updates.Enqueue(order);
                    await SendAsync(new AgentMessage
                    {
                        ModuleStatus = new ModuleStatus
                        {
                            ModuleId = order.ModuleId,
                            Revision = order.Revision,
                            Generation = order.Generation,
                            State = InstanceState.Succeeded,
                        },
                    });
                }
            }
        }
        catch (Exception e) when (e is RpcException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The stream has ended, by either side.
        }
    }
}
