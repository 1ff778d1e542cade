using Grpc.Core;

namespace Tricorder.ApiServer.Api;

/// <summary>StatusService.</summary>
internal sealed class StatusGrpcService(ServerStatusReader status) : V1.StatusService.StatusServiceBase
{
    public override Task<V1.GetServerStatusResponse> GetServerStatus(V1.GetServerStatusRequest request, ServerCallContext context) =>
        Task.FromResult(status.Read());
}
