using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>The body of a REST request, read whole and bounded.</summary>
internal static class RestBody
{
    private const string CurlDefault = "application/x-www-form-urlencoded";

    /// <summary>
    /// An empty body means <c>{}</c>. The limit is kept here and not by Kestrel, which would cut the connection of a client that is
    /// still sending, so that it never sees the 413; what it sends beyond the limit is thrown away by Kestrel for a while.
    /// </summary>
    public static void LiftLimit(HttpRequest request) =>
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;

    /// <param name="request">The request.</param>
    /// <param name="body">Gets what is read.</param>
    /// <param name="mostBytes">The limit of the method.</param>
    /// <param name="leave">The room for it.</param>
    /// <param name="clock">How long it may take is measured by it.</param>
    /// <param name="cancellationToken">Ends when the caller goes away.</param>
    /// <exception cref="Errors.ResourceExhaustedException">There is no room.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(
        HttpRequest request, RestBuffer body, int mostBytes, RestLeave leave, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.ContentLength > mostBytes)
        {
            throw TooLarge(mostBytes);
        }

        await leave.AnnounceAsync(request.ContentLength, cancellationToken);
        var before = 0;
        var arrival = new ArrivalTime(clock);
        try
        {
            while (true)
            {
                var read = await arrival.ReadAsync(request.BodyReader, cancellationToken) ?? throw TooSlow();
                try
                {
                    var bytes = body.Length + read.Buffer.Length;
                    if (bytes > mostBytes)
                    {
                        throw TooLarge(mostBytes);
                    }

                    if (await leave.HoldAsync(bytes, cancellationToken))
                    {
                        // It was the server that let it wait.
                        arrival.Dispose();
                        (arrival, before) = (new ArrivalTime(clock), (int)bytes);
                    }

                    arrival.Received(bytes - before);
                    foreach (var part in read.Buffer)
                    {
                        body.Add(part.Span);
                    }
                }
                finally
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                }

                if (read.IsCompleted)
                {
                    return body.Length == 0 ? "{}"u8.ToArray() : body.Content;
                }
            }
        }
        finally
        {
            arrival.Dispose();
        }
    }

    /// <summary>The framework would read compressed bytes as JSON, and say that they are none.</summary>
    public static bool IsCompressed(HttpRequest request) =>
        request.Headers.ContentEncoding is { Count: > 0 } coding
            && !coding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);

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

    private static BadHttpRequestException TooSlow() =>
        new($"The request body came too slowly; {ArrivalTime.Rule}.", StatusCodes.Status408RequestTimeout);

    private static BadHttpRequestException TooLarge(int mostBytes) =>
        new(
            $"The request body is larger than {ByteText.Of(mostBytes)}, which is the most for this method.",
            StatusCodes.Status413PayloadTooLarge);
}
