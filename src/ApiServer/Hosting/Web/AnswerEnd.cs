using System.Net.Mime;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Ends what the transcoder writes with a newline, so that the prompt of a shell stands on a line of its own after curl.</summary>
internal sealed class AnswerEnd(RequestDelegate next)
{
    private static readonly ReadOnlyMemory<byte> Newline = "\n"u8.ToArray();

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not null
            && context.Response.ContentType?.StartsWith(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) == true
            && !HttpMethods.IsHead(context.Request.Method)
            && !context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(Newline, context.RequestAborted);
        }
    }
}
