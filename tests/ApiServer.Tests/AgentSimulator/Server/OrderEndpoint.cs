using Grpc.Core;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

internal sealed class OrderEndpoint(Streams streams) : ModuleDeployer.ModuleDeployerBase
{
    public override Task DeployModule(
        IAsyncStreamReader<DeployModuleResp> requestStream, IServerStreamWriter<DeployModuleReq> responseStream, ServerCallContext context)
    {
        var stream = new OrderStream(responseStream);
        streams.Add(stream);
        streams.Orders.Writer.TryWrite(stream);
        return stream.RunAsync(requestStream);
    }
}
