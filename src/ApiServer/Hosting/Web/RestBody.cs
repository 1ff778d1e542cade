using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>The body of a REST request, read whole and bounded.</summary>
internal static class RestBody
{
    public const string TooLarge = "The request body is larger than 12 MiB.";
    private const string CurlDefault = "application/x-www-form-urlencoded";

    /// <summary>
    /// An empty body means <c>{}</c>. The limit is kept here and not by Kestrel, which would cut the connection of a client that is
    /// still sending, so that it never sees the 413; what it sends beyond the limit is thrown away by Kestrel for a while.
    /// </summary>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        if (request.ContentLength > KestrelSetup.MaxWebBodyBytes)
        {
            throw new BadHttpRequestException(TooLarge, StatusCodes.Status413PayloadTooLarge);
        }

        // Not sized by Content-Length: memory is taken as bytes arrive, not as they are announced.
        var buffer = new MemoryStream();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
            {
                buffer.Write(part.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (buffer.Length > KestrelSetup.MaxWebBodyBytes)
            {
                throw new BadHttpRequestException(TooLarge, StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                return buffer.Length == 0 ? "{}"u8.ToArray() : new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
            }
        }
    }

    /// <summary>
    /// What curl -d sends unless told otherwise passes for JSON too. Forms of other web pages carry that type as well, but they carry
    /// an Origin, and have been turned away by then.
    /// </summary>
    public static bool IsJson(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.Charset.Length == 0 || type.Encoding == Encoding.UTF8)
            && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals(CurlDefault, StringComparison.OrdinalIgnoreCase));
    }

    public static void Replace(HttpRequest request, ArraySegment<byte> json)
    {
        request.Body = new MemoryStream(json.Array!, json.Offset, json.Count, writable: false);
        request.ContentLength = json.Count;
        request.ContentType = MediaTypeNames.Application.Json;
    }
}
