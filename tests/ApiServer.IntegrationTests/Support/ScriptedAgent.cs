using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// One stream of an agent on a connection of its own, which does nothing by itself: a test takes its orders and says what it answers.
/// </summary>
internal sealed class ScriptedAgent : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<AgentMessage, ServerMessage> _call;
    private readonly Inbox<ServerMessage> _inbox = new();

    private ScriptedAgent(ServerProcess server, string id, string node)
    {
        (Id, Node) = (id, node);
        _channel = GrpcChannel.ForAddress(server.Grpc, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _call = new AgentService.AgentServiceClient(_channel).Connect();
        _ = _inbox.FillAsync(_call.ResponseStream);
    }

    public string Id { get; }

    public string Node { get; }

    /// <summary>Messages that have come and were not taken.</summary>
    public int Waiting => _inbox.Count;

    public Welcome Welcome { get; private set; } = new();

    /// <summary>Opens a stream and says nothing.</summary>
    public static ScriptedAgent Open(ServerProcess server, string? id = null, string? node = null) =>
        new(server, id ?? Guid.NewGuid().ToString(), node ?? "node-" + Guid.NewGuid().ToString("N")[..8]);

    /// <summary>Says hello and takes the welcome.</summary>
    public static async Task<ScriptedAgent> ConnectAsync(
        ServerProcess server, string? id = null, string? node = null, params IEnumerable<(string ModuleId, int Revision)> running)
    {
        var agent = Open(server, id, node);
        await agent.HelloAsync(running);
        agent.Welcome = (await agent._inbox.TakeAsync("a welcome")).Welcome;
        return agent;
    }

    public Task HelloAsync(params IEnumerable<(string ModuleId, int Revision)> running)
    {
        var hello = new Hello
        {
            AgentId = Id,
            NodeName = Node,
            PodUid = "pod-" + Id,
            Version = "9.9.9",
            KernelRelease = "6.1.0",
            Architecture = "x86_64",
        };
        hello.Running.Add(running.Select(module => new RunningModule { ModuleId = module.ModuleId, Revision = module.Revision }));
        return SendAsync(new AgentMessage { Hello = hello });
    }

    public async Task<ModuleUpdate> OrderAsync()
    {
        var message = await _inbox.TakeAsync($"an order for {Node}");
        return message.ModuleUpdate ?? throw new InvalidOperationException($"Expected an order for {Node}, not {message}.");
    }

    /// <summary>Takes the next order, which must be this one.</summary>
    public async Task<ModuleUpdate> OrderAsync(ModuleAction action, string moduleId, int revision = 0)
    {
        var order = await OrderAsync();
        Assert.That((order.Action, order.ModuleId), Is.EqualTo((action, moduleId)), $"the next order of {Node}");
        if (revision != 0)
        {
            Assert.That(order.Revision, Is.EqualTo(revision), "the revision ordered");
        }

        return order;
    }

    public async Task<ContainerInfo> ContainerAsync()
    {
        var message = await _inbox.TakeAsync($"a container for {Node}");
        return message.Container ?? throw new InvalidOperationException($"Expected a container for {Node}, not {message}.");
    }

    /// <summary>Says that these are the processes of the container.</summary>
    public Task ProcessesAsync(ContainerInfo container, params IEnumerable<(int Pid, DateTimeOffset Start)> processes)
    {
        var answer = new ContainerProcesses { Container = container };
        answer.Processes.Add(processes.Select(
            process => new ContainerProcess { Pid = process.Pid, CreateTime = Timestamp.FromDateTimeOffset(process.Start) }));
        return SendAsync(new AgentMessage { ContainerProcesses = answer });
    }

    public async Task<Drain> DrainAsync()
    {
        var message = await _inbox.TakeAsync($"a drain for {Node}");
        return message.Drain ?? throw new InvalidOperationException($"Expected a drain for {Node}, not {message}.");
    }

    public Task AnswerAsync(ModuleUpdate order, InstanceState state, string message = "") =>
        ReportAsync(order.ModuleId, order.Revision, order.Generation, state, message);

    public Task SucceedAsync(ModuleUpdate order) => AnswerAsync(order, InstanceState.Succeeded);

    public Task FailAsync(ModuleUpdate order, string message) => AnswerAsync(order, InstanceState.Failed, message);

    public Task ReportAsync(string moduleId, int revision, long generation, InstanceState state, string message = "") =>
        SendAsync(new AgentMessage
        {
            ModuleStatus = new ModuleStatus
            {
                ModuleId = moduleId,
                Revision = revision,
                Generation = generation,
                State = state,
                Message = message,
                Time = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
            },
        });

    public Task SendAsync(AgentMessage message) => _call.RequestStream.WriteAsync(message);

    /// <summary>Takes the next order, which must be this one, and does as told.</summary>
    public async Task<ModuleUpdate> ObeyAsync(ModuleAction action, string moduleId, int revision = 0)
    {
        var order = await OrderAsync(action, moduleId, revision);
        await SucceedAsync(order);
        return order;
    }

    /// <summary>Leaves in order.</summary>
    public Task LeaveAsync() => _call.RequestStream.CompleteAsync();

    /// <summary>How the server ended the stream; null = OK.</summary>
    public Task<RpcException?> EndAsync() => _inbox.EndAsync();

    public bool HasEnded => _inbox.HasEnded;

    /// <summary>The process is gone, with its connection.</summary>
    public void Vanish() => Dispose();

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
