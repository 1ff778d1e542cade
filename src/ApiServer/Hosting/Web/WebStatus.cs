using System.Net.Mime;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Writes errors of the web port in the shape REST errors have: google.rpc.Status as JSON.</summary>
internal static class WebStatus
{
    /// <summary>The types a Status may hold as details. A transcoder that does not know one answers an empty 500.</summary>
    public static TypeRegistry Details { get; } = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Details));

    public static Task WriteAsync(HttpContext context, int httpStatus, Status status)
    {
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return context.Response.WriteAsync(Formatter.Format(status));
    }
}
