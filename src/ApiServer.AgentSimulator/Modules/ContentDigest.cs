using System.Numerics;
using System.Runtime.InteropServices;

namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>Checksum of a module's content, so that a test can see which content runs where no revision is told.</summary>
internal static class ContentDigest
{
    public static uint Of(string source, ReadOnlySpan<byte> wasm) => Add(Add(uint.MaxValue, MemoryMarshal.AsBytes(source.AsSpan())), wasm);

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return sum;
    }
}
