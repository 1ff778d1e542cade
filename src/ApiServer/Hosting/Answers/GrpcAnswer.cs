using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Answers;

/// <summary>Answers a gRPC call that never reaches a service: status and text in the headers, no body.</summary>
internal static class GrpcAnswer
{
    private const string Native = "application/grpc";
    private const string Web = "application/grpc-web";

    public static bool IsNativeGrpc(HttpRequest request) => IsGrpc(request) && !IsGrpcWeb(request);

    public static bool IsGrpcWeb(HttpRequest request) => request.ContentType?.StartsWith(Web, StringComparison.OrdinalIgnoreCase) == true;

    public static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith(Native, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The end of a call that has no answers.</summary>
    public static Task EndAsync(HttpContext context) => RefuseAsync(context, StatusCode.OK, "");

    public static Task RefuseAsync(HttpContext context, Google.Rpc.Status status)
    {
        var correlated = StatusMapping.Correlated(status, context.TraceIdentifier);
        context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(correlated.ToByteArray());
        return RefuseAsync(context, (StatusCode)status.Code, status.Message);
    }

    public static Task RefuseAsync(HttpContext context, StatusCode code, string message)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = IsGrpcWeb(context.Request) ? Web : Native;
        response.Headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        return response.CompleteAsync();
    }
}
