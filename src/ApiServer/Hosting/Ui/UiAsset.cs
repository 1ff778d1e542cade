using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Tricorder.ApiServer.Hosting.Ui;

/// <summary>A file of the Web UI, as it is and as the build compressed it.</summary>
internal sealed class UiAsset(string contentType, bool isImmutable, byte[] plain, byte[]? gzip, byte[]? brotli)
{
    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..16];

    public ReadOnlyMemory<byte> Plain => plain;

    public async Task WriteAsync(HttpContext context)
    {
        var (encoding, bytes) = Choose(context.Request);
        var (headers, response) = (context.Response.Headers, context.Response);
        var tag = new EntityTagHeaderValue($"\"{_hash}{encoding}\"");
        headers.ETag = tag.ToString();
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        if (encoding.Length > 0)
        {
            headers.ContentEncoding = encoding;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private (string Encoding, byte[] Bytes) Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Takes("br") && brotli is not null ? ("br", brotli) : Takes("gzip") && gzip is not null ? ("gzip", gzip) : ("", plain);

        bool Takes(string encoding) => accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
    }
}
