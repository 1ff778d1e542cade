using System.Buffers.Binary;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>Messages on a pipe: four bytes of length, then the message.</summary>
internal static class SandboxFrames
{
    private const int MaxBytes = 32 * 1024 * 1024;

    public static byte[] Encode(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        stream.Write(stackalloc byte[4]);
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        var frame = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - 4);
        return frame;
    }

    /// <summary>The next message; null at the end of the stream, even in the middle of one.</summary>
    public static async Task<BinaryReader?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[4];
        if (await stream.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false, cancellationToken) < 4)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > MaxBytes)
        {
            throw new InvalidDataException($"A message of {length} bytes.");
        }

        var message = new byte[length];
        return await stream.ReadAtLeastAsync(message, length, throwOnEndOfStream: false, cancellationToken) < length
            ? null
            : new BinaryReader(new MemoryStream(message));
    }
}
