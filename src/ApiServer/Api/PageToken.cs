using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// A position in a list as callers hold it: a checksum, then each part of the key with its length in front. Parts are told apart by
/// their lengths, so a key may hold any character. The checksum covers the list as well, so a damaged token and one of another list
/// are both found out.
/// </summary>
internal static class PageToken
{
    private const int ChecksumBytes = 8;

    public static string Encode(ReadOnlySpan<byte> list, ReadOnlySpan<string> key)
    {
        var position = Parts(key);
        return Base64Url.EncodeToString([.. Checksum(list, position), .. position]);
    }

    /// <summary>The parts of the key; null = it is no token of this list.</summary>
    public static IReadOnlyList<string>? Decode(string token, ReadOnlySpan<byte> list)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(token).AsSpan();
            return bytes.Length > ChecksumBytes && bytes[..ChecksumBytes].SequenceEqual(Checksum(list, bytes[ChecksumBytes..]))
                ? PartsOf(bytes[ChecksumBytes..])
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>What stands for a list: its method and all its filters.</summary>
    public static byte[] Fingerprint(ReadOnlySpan<string> list) => SHA256.HashData(Parts(list));

    private static byte[] Checksum(ReadOnlySpan<byte> list, ReadOnlySpan<byte> position) =>
        SHA256.HashData([.. list, .. position])[..ChecksumBytes];

    private static byte[] Parts(ReadOnlySpan<string> texts)
    {
        var bytes = new List<byte>();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var part = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            bytes.AddRange(length);
            bytes.AddRange(part);
        }

        return [.. bytes];
    }

    /// <summary>The bytes are ours: the checksum was right. One that was forged all the same is refused like one that is damaged.</summary>
    private static List<string>? PartsOf(ReadOnlySpan<byte> bytes)
    {
        var parts = new List<string>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < sizeof(int)
                || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var length && length > bytes.Length - sizeof(int))
            {
                return null;
            }

            parts.Add(Encoding.UTF8.GetString(bytes.Slice(sizeof(int), (int)length)));
            bytes = bytes[(sizeof(int) + (int)length)..];
        }

        return parts;
    }
}
