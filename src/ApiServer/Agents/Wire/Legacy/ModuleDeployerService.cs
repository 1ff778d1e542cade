using Grpc.Core;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Agents.Wire.Legacy;

/// <summary>The deployment stream of the agents of 2023: they are the gRPC client and take the orders.</summary>
internal sealed class ModuleDeployerService(SessionRunner runner) : ModuleDeployer.ModuleDeployerBase
{
    private const int MaxText = 256;

    public override Task DeployModule(
        IAsyncStreamReader<DeployModuleResp> requestStream,
        IServerStreamWriter<DeployModuleReq> responseStream,
        ServerCallContext context) =>
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
        if (first.Agent is not { } agent)
        {
            throw new InvalidArgumentException("agent", "must be in the first message: its id, node_name and pod_id", "HELLO_EXPECTED");
        }

        // Those in the field cannot be mended: one whose NODE_NAME is blank, or has blanks around it, has always been served.
        var node = string.IsNullOrWhiteSpace(agent.NodeName) ? "" : agent.NodeName.Trim(' ');
        var violations = new List<FieldViolation>();
        if (!WireIds.TryRead(agent.Id, out var id))
        {
            violations.Add(new FieldViolation("agent.id", WireIds.Rule));
        }

        if (node.Length > MaxText || (node.Length > 0 && !HarmlessText.IsName(node)))
        {
            violations.Add(new FieldViolation("agent.node_name", $"at most {MaxText} characters; {HarmlessText.NameRule}"));
        }

        if (agent.PodId.Length > MaxText)
        {
            violations.Add(new FieldViolation("agent.pod_id", $"at most {MaxText} characters"));
        }

        return violations.Count == 0
            ? new AgentHello { AgentId = id, NodeName = node, PodUid = ReportedText.Word(agent.PodId), Protocol = AgentProtocol.Legacy }
            : throw new InvalidArgumentException(violations, "HELLO_EXPECTED");
    }
}
