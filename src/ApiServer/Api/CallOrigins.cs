using Grpc.Core;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Audit;

namespace Tricorder.ApiServer.Api;

/// <summary>Where a gRPC call comes from, for the events it causes.</summary>
internal static class CallOrigins
{
    public static Origin Of(ServerCallContext context, string requestId) => CallOrigin.Of(context.GetHttpContext(), requestId);
}
