using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Raw;

/// <summary>The same call starts a broadcast that starts a deployment in the product.</summary>
internal sealed class RawModuleService(Broadcaster broadcaster) : ModuleService.ModuleServiceBase
{
    public override Task<DeployModuleResponse> DeployModule(DeployModuleRequest request, ServerCallContext context) =>
        Task.FromResult(new DeployModuleResponse { Deployment = new Deployment { Generation = broadcaster.Start() } });
}
