using System.Globalization;
using System.Net.Mime;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.Errors;
using Status = Google.Rpc.Status;

namespace Tricorder.ApiServer.Hosting.Answers;

/// <summary>Writes errors of the web port in the shape REST errors have: google.rpc.Status as JSON.</summary>
internal static class WebStatus
{
    /// <summary>The types a Status may hold as details. A transcoder that does not know one answers an empty 500.</summary>
    public static TypeRegistry Details { get; } = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Details));

    /// <summary>A refusal before any service was asked.</summary>
    public static Task RefuseAsync(HttpContext context, Status status)
    {
        var httpStatus = (StatusCode)status.Code switch
        {
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            var other => throw new InvalidOperationException($"{other} is no refusal."),
        };
        if (httpStatus == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        foreach (var retry in status.Details.Where(detail => detail.Is(RetryInfo.Descriptor)))
        {
            var seconds = Math.Ceiling(retry.Unpack<RetryInfo>().RetryDelay.ToTimeSpan().TotalSeconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, httpStatus, status);
    }

    public static Task WriteAsync(HttpContext context, int httpStatus, Status status)
    {
        RetryAfter.Write(context.Response, status);
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return context.Response.WriteAsync(Formatter.Format(StatusMapping.Correlated(status, context.TraceIdentifier)) + "\n");
    }
}
