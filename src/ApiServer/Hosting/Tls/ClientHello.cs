using System.Buffers;
using System.IO.Pipelines;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>The first thing that a client says in a handshake.</summary>
internal static class ClientHello
{
    private const int HeaderBytes = 5;
    private const byte HandshakeRecord = 22;

    /// <summary>
    /// Waits until it is there in full, and leaves it for the handshake to read. What does not begin like one is there at once, too: the
    /// handshake says what is wrong with it. False when the client has left.
    /// </summary>
    public static async Task<bool> ArrivesAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var isThere = IsThere(read.Buffer);
            input.AdvanceTo(read.Buffer.Start, isThere ? read.Buffer.Start : read.Buffer.End);
            if (isThere || read.IsCompleted)
            {
                return isThere;
            }
        }
    }

    private static bool IsThere(ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty || buffer.FirstSpan[0] != HandshakeRecord)
        {
            return !buffer.IsEmpty;
        }

        if (buffer.Length < HeaderBytes)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        return buffer.Length >= HeaderBytes + ((header[3] << 8) | header[4]);
    }
}
