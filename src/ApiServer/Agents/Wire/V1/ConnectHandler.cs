using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Agents.Wire.V1;

/// <summary>One <c>AgentService.Connect</c> call.</summary>
internal sealed class ConnectHandler(
    SessionRunner runner, AgentRegistry registry, ProcessIntake processes, IOptions<AgentOptions> options, IOptions<ClusterOptions> cluster)
{
    private static readonly string ServerVersion =
        typeof(ConnectHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public Task RunAsync(
        IAsyncStreamReader<AgentMessage> requests,
        IServerStreamWriter<ServerMessage> responses,
        Caller caller,
        CancellationToken cancellationToken) =>
        runner.RunAsync(
            requests,
            ToHello,
            new AgentWire(responses),
            session => responses.WriteAsync(Welcome(session), cancellationToken),
            Read,
            caller,
            cancellationToken);

    private static AgentHello ToHello(AgentMessage first) => first.KindCase == AgentMessage.KindOneofCase.Hello
        ? AgentMapping.ToHello(first.Hello)
        : throw new InvalidArgumentException("hello", "must be the first message of the stream", "HELLO_EXPECTED");

    private ModuleReport? Read(AgentSession session, AgentMessage message)
    {
        switch (message.KindCase)
        {
            case AgentMessage.KindOneofCase.ModuleStatus:
                return AgentMapping.ToReport(message.ModuleStatus);
            case AgentMessage.KindOneofCase.Heartbeat:
                registry.SetUsage(session, ReportedUsage.Of(message.Heartbeat));
                return null;
            case AgentMessage.KindOneofCase.Hello:
                throw new InvalidArgumentException("hello", "is said once per stream", "HELLO_REPEATED");
            case AgentMessage.KindOneofCase.ContainerProcesses when message.ContainerProcesses.Container is { } container:
                processes.Take(session.Agent.NodeName, container.Id, AgentMapping.ToProcesses(message.ContainerProcesses));
                return null;
            default:
                // Kinds that came after this server: not an error.
                return null;
        }
    }

    private ServerMessage Welcome(AgentSession session) => new()
    {
        Welcome = new Welcome
        {
            SessionId = session.Id,
            HeartbeatInterval = Duration.FromTimeSpan(options.Value.HeartbeatInterval),
            ServerVersion = ServerVersion,
            ClusterName = cluster.Value.Name,
        },
    };
}
