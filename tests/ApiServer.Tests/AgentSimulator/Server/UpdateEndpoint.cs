using Grpc.Core;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

internal sealed class UpdateEndpoint(Streams streams) : ModuleDeployer.ModuleDeployerBase
{
    public override Task DeployModule(
        IAsyncStreamReader<DeployModuleResp> requestStream, IServerStreamWriter<DeployModuleReq> responseStream, ServerCallContext context)
    {
        var stream = new UpdateStream(responseStream);
        streams.Add(stream);
        streams.Updates.Writer.TryWrite(stream);
        return stream.RunAsync(requestStream);
    }
}
