using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>The server's end of a `Connect` stream.</summary>
internal sealed class ConnectStream(IServerStreamWriter<ServerMessage> writer) : WireStream<AgentMessage, ServerMessage>(writer)
{
    /// <summary>Reads `hello` and answers it.</summary>
    public async Task<Hello> WelcomeAsync(TimeSpan? heartbeat = null)
    {
        var first = await ReceiveAsync();
        Assert.That(first.KindCase, Is.EqualTo(AgentMessage.KindOneofCase.Hello), "the first message");
        await SendAsync(new ServerMessage
        {
            Welcome = new Welcome
            {
                SessionId = "s",
                ClusterName = "test",
                HeartbeatInterval = Duration.FromTimeSpan(heartbeat ?? TimeSpan.FromHours(1)),
            },
        });
        return first.Hello;
    }

    public Task DeployAsync(string moduleId, int revision, long generation, Module? module = null) => SendAsync(new ServerMessage
    {
        ModuleUpdate = new ModuleUpdate
        {
            ModuleId = moduleId,
            Revision = revision,
            Generation = generation,
            Action = ModuleAction.Deploy,
            Module = module ?? SampleModule.Create(),
        },
    });

    public Task UndeployAsync(string moduleId, int revision, long generation) => SendAsync(new ServerMessage
    {
        ModuleUpdate = new ModuleUpdate
        {
            ModuleId = moduleId,
            Revision = revision,
            Generation = generation,
            Action = ModuleAction.Undeploy,
        },
    });

    public Task DrainAsync(TimeSpan reconnectAfter) =>
        SendAsync(new ServerMessage { Drain = new Drain { ReconnectAfter = Duration.FromTimeSpan(reconnectAfter) } });

    /// <summary>The next message, which must be a status.</summary>
    public async Task<ModuleStatus> StatusAsync()
    {
        var message = await ReceiveAsync();
        Assert.That(message.KindCase, Is.EqualTo(AgentMessage.KindOneofCase.ModuleStatus));
        return message.ModuleStatus;
    }

    /// <summary>The next message, which must be a heartbeat.</summary>
    public async Task<Heartbeat> HeartbeatAsync()
    {
        var message = await ReceiveAsync();
        Assert.That(message.KindCase, Is.EqualTo(AgentMessage.KindOneofCase.Heartbeat));
        return message.Heartbeat;
    }
}
