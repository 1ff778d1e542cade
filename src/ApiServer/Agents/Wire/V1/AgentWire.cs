using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Modules;
using Proto = Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Agents.Wire.V1;

/// <summary>
/// Sends a session's updates over <c>AgentService.Connect</c>. Each program is turned into its message once, for all agents.
/// </summary>
internal sealed class AgentWire(IServerStreamWriter<Proto.ServerMessage> stream) : IAgentWire
{
    private static readonly ConditionalWeakTable<ModuleContent, Proto.Module> Programs = [];

    public AgentProtocol Protocol => AgentProtocol.V1;

    public Task SendAsync(AgentUpdate update, CancellationToken cancellationToken) => WriteAsync(
        new Proto.ServerMessage
        {
            ModuleUpdate = new Proto.ModuleUpdate
            {
                ModuleId = update.ModuleId,
                Revision = update.Revision,
                Generation = update.Generation,
                Action = update.Deploy ? Proto.ModuleAction.Deploy : Proto.ModuleAction.Undeploy,
                Module = update.Content is { } content ? ProgramOf(update, content) : null,
            },
        },
        cancellationToken);

    public Task SendContainerAsync(ContainerNotice notice, CancellationToken cancellationToken) =>
        WriteAsync(new Proto.ServerMessage { Container = AgentMapping.ToProto(notice) }, cancellationToken);

    public Task SendDrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken) =>
        WriteAsync(
            new Proto.ServerMessage { Drain = new Proto.Drain { ReconnectAfter = Duration.FromTimeSpan(reconnectAfter) } },
            cancellationToken);

    // The write itself is not cancelled: that resets the stream, and an agent that stalled or was superseded would not be told so.
    private Task WriteAsync(Proto.ServerMessage message, CancellationToken cancellationToken) =>
        stream.WriteAsync(message, CancellationToken.None).WaitAsync(cancellationToken);

    private static Proto.Module ProgramOf(AgentUpdate update, ModuleContent content)
    {
        if (Programs.TryGetValue(content, out var program))
        {
            return program;
        }

        program = new Proto.Module
        {
            Id = update.ModuleId,
            Name = update.ModuleName,
            Revision = update.Revision,
            Ebpf = ProgramMapping.ToProto(content.Ebpf, full: true),
            Wasm = ProgramMapping.ToProto(content.Wasm with { Format = ProgramFormat.Binary, Source = "" }, full: true),
            OutputSchema = ProgramMapping.ToProto(content.Fields, Module.TableNameOf(update.ModuleId, content)),
        };
        Programs.AddOrUpdate(content, program);
        return program;
    }
}
