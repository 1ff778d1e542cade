using System.Runtime.CompilerServices;
using Grpc.Core;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Modules;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Agents.Wire.Legacy;

/// <summary>
/// Sends a session's updates over <c>ModuleDeployer.DeployModule</c>. Each program is turned into its message once, for all agents.
/// </summary>
internal sealed class LegacyWire(IServerStreamWriter<DeployModuleReq> stream) : IAgentWire
{
    private static readonly ConditionalWeakTable<ModuleContent, Tricorder.Legacy.Module.Module> Programs = [];

    public AgentProtocol Protocol => AgentProtocol.Legacy;

    // The write itself is not cancelled: that resets the stream, and agents of 2023 do not take that well.
    public Task SendAsync(AgentUpdate update, CancellationToken cancellationToken) => stream.WriteAsync(
        new DeployModuleReq
        {
            ModuleId = update.ModuleId,
            Deploy = update.Deploy ? DeployModuleReq.Types.DEPLOY_STATUS.Deploy : DeployModuleReq.Types.DEPLOY_STATUS.Undeploy,
            Module = update.Content is { } content ? ProgramOf(update, content) : null,
        },
        CancellationToken.None).WaitAsync(cancellationToken);

    public Task SendContainerAsync(ContainerNotice notice, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SendDrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken) => Task.CompletedTask;

    private static Tricorder.Legacy.Module.Module ProgramOf(AgentUpdate update, ModuleContent content)
    {
        if (!Programs.TryGetValue(content, out var program))
        {
            Programs.AddOrUpdate(content, program = LegacyMapping.ToProto(update, content));
        }

        return program;
    }
}
