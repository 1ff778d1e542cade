using Grpc.Core;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Agents.Wire.Legacy;

/// <summary>The deployment stream of the agents of 2023: they are the gRPC client and take the orders.</summary>
internal sealed class ModuleDeployerService(SessionRunner runner) : ModuleDeployer.ModuleDeployerBase
{
    private const int MaxText = 256;

    public override Task DeployModule(
        IAsyncStreamReader<DeployModuleResp> requestStream, IServerStreamWriter<DeployModuleReq> responseStream, ServerCallContext context) =>
        runner.RunAsync(
            requestStream,
            ToHello,
            new LegacyWire(responseStream),
            welcome: null,
            static (_, answer) => LegacyMapping.ToReport(answer),
            Caller.Of(context.GetHttpContext()),
            context.CancellationToken);

    internal static AgentHello ToHello(DeployModuleResp first)
    {
        if (first.Agent is not { NodeName.Length: <= MaxText, PodId.Length: <= MaxText } agent || agent.NodeName.Any(ReportedText.IsHarmful))
        {
            throw new InvalidArgumentException(
                "agent", $"the first message must carry the agent: its id, node_name and pod_id, of at most {MaxText} characters, without control characters",
                "HELLO_EXPECTED");
        }

        return WireIds.TryRead(agent.Id, out var id)
            ? new AgentHello { AgentId = id, NodeName = agent.NodeName, PodUid = ReportedText.Word(agent.PodId), Protocol = AgentProtocol.Legacy }
            : throw new InvalidArgumentException("agent.id", WireIds.Rule, "HELLO_EXPECTED");
    }
}
