using Grpc.Core;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// Gives every refusal of the web port a body that says why: routing's own 404 and 405 have none, and a defect must not show itself.
/// </summary>
internal sealed class WebFailures(RequestDelegate next, ILogger<WebFailures> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, e.StatusCode, e.Message);
            return;
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var correlationId = context.TraceIdentifier;
            logger.Unexpected(e, context.Request.Path, correlationId);
            await WebStatus.WriteAsync(context, StatusCodes.Status500InternalServerError, StatusMapping.Internal(correlationId));
            return;
        }

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && !GrpcAnswer.IsGrpc(context.Request))
        {
            await RefuseAsync(context, response.StatusCode);
        }
    }

    private static Task RefuseAsync(HttpContext context, int httpStatus, string why = "")
    {
        var path = context.Request.Path;
        var (code, reason, message) = httpStatus switch
        {
            StatusCodes.Status404NotFound => (StatusCode.NotFound, "PATH_NOT_FOUND", $"There is nothing at {path}."),
            StatusCodes.Status405MethodNotAllowed =>
                (StatusCode.Unimplemented, "METHOD_NOT_ALLOWED", $"{path} does not answer {context.Request.Method}."),
            StatusCodes.Status408RequestTimeout when why.Length > 0 => (StatusCode.DeadlineExceeded, "BODY_TOO_SLOW", why),
            StatusCodes.Status413PayloadTooLarge => (StatusCode.ResourceExhausted, "BODY_TOO_LARGE", why),
            _ => (StatusCode.InvalidArgument, "BAD_REQUEST", "The request is not valid HTTP for this server."),
        };
        return WebStatus.WriteAsync(context, httpStatus, StatusMapping.Create(code, reason, message));
    }
}
