using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Tricorder.ApiServer.Hosting.Ui;

/// <summary>A file of the Web UI, as it is and as the build compressed it; read when it is asked for first.</summary>
/// <param name="contentType">What it is.</param>
/// <param name="isImmutable">Its name changes with what is in it.</param>
/// <param name="read">Reads the file that has this ending besides; null when there is none.</param>
internal sealed class UiAsset(string contentType, bool isImmutable, Func<string, byte[]?> read)
{
    private readonly Lazy<Content> _content = new(() => new Content(read("")!, read(".gz"), read(".br")));

    public ReadOnlyMemory<byte> Plain => _content.Value.Plain;

    public async Task WriteAsync(HttpContext context)
    {
        var (encoding, bytes) = Choose(context.Request);
        var (headers, response) = (context.Response.Headers, context.Response);
        var tag = new EntityTagHeaderValue($"\"{_content.Value.Hash}{encoding}\"");
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
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private (string Encoding, byte[] Bytes) Choose(HttpRequest request)
    {
        var (accepted, content) = (request.GetTypedHeaders().AcceptEncoding, _content.Value);
        return content.Brotli is { } brotli && Takes("br") ? ("br", brotli)
            : content.Gzip is { } gzip && Takes("gzip") ? ("gzip", gzip)
            : ("", content.Plain);

        bool Takes(string encoding) =>
            accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
    }

    private sealed record Content(byte[] Plain, byte[]? Gzip, byte[]? Brotli)
    {
        public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Plain))[..16];
    }
}
