using Google.Rpc;
using Grpc.Core;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

internal static class FailureReason
{
    /// <summary>The reason in a failure's ErrorInfo; empty when it has none.</summary>
    public static string Reason(this RpcException failure) => failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "";
}
