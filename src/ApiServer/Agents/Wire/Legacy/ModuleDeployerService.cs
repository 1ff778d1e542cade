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

    private static AgentHello ToHello(DeployModuleResp first) => first.Agent is
    { Id.Length: > 0 and <= MaxText, NodeName.Length: <= MaxText, PodId.Length: <= MaxText } agent && !agent.Id.Any(ReportedText.IsHarmful) && !agent.NodeName.Any(ReportedText.IsHarmful)
        ? new AgentHello { AgentId = agent.Id, NodeName = agent.NodeName, PodUid = ReportedText.Word(agent.PodId), Protocol = AgentProtocol.Legacy }
        : throw new InvalidArgumentException("agent", $"the first message must carry the agent's id (1 to {MaxText} characters) and its node, without control characters", "HELLO_EXPECTED");
}
