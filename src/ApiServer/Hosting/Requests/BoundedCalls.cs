using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http.Features;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// Puts gRPC calls, native ones and those of the web, under the limits of their method. REST has the same in <c>RestRequests</c>.
/// </summary>
internal sealed class BoundedCalls(RequestDelegate next, RequestBudget budget, TimeProvider clock)
{
    private const string Encoding = "grpc-encoding";

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && metadata.GetMetadata<GrpcMethodMetadata>() is { } method
        && metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is null
            ? BoundAsync(context, MethodLimits.Of(method))
            : next(context);

    private async Task BoundAsync(HttpContext context, MethodLimits limits)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // Each message has a limit, and a stream of them has no end.
        }

        using var reader = new MessageReader(
            context.Request.BodyReader, limits, budget, RequestAuthor.Of(context), context.Request.Headers[Encoding], clock);
        context.Features.Set<IRequestBodyPipeFeature>(new Body(reader));
        await next(context);
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
