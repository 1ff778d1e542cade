using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>What a compressed gRPC message inflates to, no further than its limit: the framework knows one limit for all methods.</summary>
internal static class MessageInflation
{
    private const int Step = 16 * 1024;

    /// <summary>
    /// null = it is larger than that, or compressed in a way that the framework refuses. Bytes that are not compressed so are no message.
    /// </summary>
    /// <param name="message">The compressed bytes.</param>
    /// <param name="encoding">The header <c>grpc-encoding</c>.</param>
    /// <param name="mostBytes">Most that it may inflate to.</param>
    /// <param name="isTooLarge">It is larger.</param>
    public static ReadOnlySequence<byte>? Read(ReadOnlySequence<byte> message, string? encoding, int mostBytes, out bool isTooLarge)
    {
        isTooLarge = false;
        using var source = PipeReader.Create(message).AsStream();
        using var inflating = Inflating(source, encoding);
        if (inflating is null)
        {
            return null;
        }

        var inflated = new ArrayBufferWriter<byte>();
        try
        {
            for (int read; (read = inflating.Read(inflated.GetSpan(Step))) > 0;)
            {
                inflated.Advance(read);
                if (inflated.WrittenCount > mostBytes)
                {
                    isTooLarge = true;
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            throw WireWalk.NoMessage();
        }

        return new ReadOnlySequence<byte>(inflated.WrittenMemory);
    }

    private static Stream? Inflating(Stream source, string? encoding) => encoding switch
    {
        "gzip" => new GZipStream(source, CompressionMode.Decompress),
        "deflate" => new ZLibStream(source, CompressionMode.Decompress),
        _ => null,
    };
}
