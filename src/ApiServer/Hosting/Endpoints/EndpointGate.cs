using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Methods;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>
/// Decides, after routing, whether a port answers a method at all. Routing ignores case, so what is compared is the method that was
/// matched and not the path that was written.
/// </summary>
internal sealed class EndpointGate(RequestDelegate next, RefusedCalls refused)
{
    private static readonly PermissionDeniedException AgentsOnly = new(
        "AGENTS_ONLY",
        "This gRPC endpoint has no TLS and is not on loopback: it answers agents only. Call it on loopback, or use the web port.");

    private const string InfrastructurePrefix = "grpc.";

    public Task InvokeAsync(HttpContext context)
    {
        var tag = EndpointTag.Of(context);
        var metadata = context.GetEndpoint()?.Metadata;
        var method = metadata?.GetMetadata<GrpcMethodMetadata>()?.Method;
        if (tag.Kind == EndpointKind.Grpc)
        {
            return OnGrpcPort(context, method, tag.AgentsOnly);
        }

        var isRest = metadata?.GetMetadata<GrpcJsonTranscodingMetadata>() is not null;
        return method is null || isRest || !IsGrpcPortOnly(method)
            ? next(context)
            : GrpcAnswer.RefuseAsync(
                context, StatusCode.Unimplemented, $"{method.FullName} is served on the gRPC port (Endpoints:Grpc) only.");
    }

    private static bool IsGrpcPortOnly(IMethod method) =>
        AgentMethods.Contains(method) || method.ServiceName.StartsWith(InfrastructurePrefix, StringComparison.Ordinal);

    private Task OnGrpcPort(HttpContext context, IMethod? method, bool agentsOnly)
    {
        if (!GrpcAnswer.IsNativeGrpc(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return PlainText.WriteAsync(
                context, "This port speaks gRPC. REST, grpc-web, probes and metrics are on the web port (Endpoints:Web).\n");
        }

        return agentsOnly && (method is null || !AgentMethods.Contains(method))
            ? refused.AnswerAsync(context, AgentsOnly)
            : next(context);
    }
}
