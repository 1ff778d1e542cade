using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Agents.Wire.V1;

/// <summary>Sends a session's orders over <c>AgentService.Connect</c>. Each program is turned into its message once, for all agents.</summary>
internal sealed class AgentWire(IServerStreamWriter<ServerMessage> stream) : IAgentWire
{
    private static readonly ConditionalWeakTable<ModuleContent, ApiServer.V1.Module> Programs = [];

    public AgentProtocol Protocol => AgentProtocol.V1;

    public Task SendAsync(AgentOrder order, CancellationToken cancellationToken) => stream.WriteAsync(
        new ServerMessage
        {
            ModuleUpdate = new ModuleUpdate
            {
                ModuleId = order.ModuleId,
                Revision = order.Revision,
                Generation = order.Generation,
                Action = order.Deploy ? ModuleAction.Deploy : ModuleAction.Undeploy,
                Module = order.Content is { } content ? ProgramOf(order, content) : null,
            },
        },
        cancellationToken);

    public Task SendDrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken) =>
        stream.WriteAsync(new ServerMessage { Drain = new Drain { ReconnectAfter = Duration.FromTimeSpan(reconnectAfter) } }, cancellationToken);

    private static ApiServer.V1.Module ProgramOf(AgentOrder order, ModuleContent content)
    {
        if (Programs.TryGetValue(content, out var program))
        {
            return program;
        }

        program = new ApiServer.V1.Module
        {
            Id = order.ModuleId,
            Name = order.ModuleName,
            Revision = order.Revision,
            Ebpf = ProgramMapping.ToProto(content.Ebpf, full: true),
            Wasm = ProgramMapping.ToProto(content.Wasm with { Format = ProgramFormat.Binary, Source = "" }, full: true),
            OutputSchema = ProgramMapping.ToProto(Modules.Module.TableNameOf(order.ModuleId), content.Fields),
        };
        Programs.AddOrUpdate(content, program);
        return program;
    }
}
