using Google.Protobuf;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Modules made from the sample: different content for each version, and as large as a test needs.</summary>
internal static class Sample
{
    private static readonly Module Original = CompiledSample.Of(Api.Sample.Module());

    /// <param name="name">Name of the module.</param>
    /// <param name="version">Two versions differ in what runs.</param>
    /// <param name="extraBytes">How much larger than the sample's its WASM program is.</param>
    public static Module Create(string name, int version = 1, int extraBytes = 0)
    {
        var module = Original.Clone();
        module.Name = name;
        module.Description = $"Version {version}.";
        module.Ebpf.Source += $"// Version {version}.\n";
        if (extraBytes > 0)
        {
            module.Wasm.Binary = ByteString.CopyFrom([.. module.Wasm.Binary.Span, .. CustomSection(extraBytes, version)]);
        }

        return module;
    }

    /// <summary>What a simulated agent that runs this content says of it.</summary>
    public static uint DigestOf(Module module) => ContentDigest.Of(module.Ebpf.Source, module.Wasm.Binary.Span);

    /// <summary>Bytes that every WASM engine skips; noise, so that nothing on the way makes them smaller.</summary>
    private static byte[] CustomSection(int size, int seed)
    {
        var content = new byte[size];
        new Random(seed).NextBytes(content);
        (content[0], content[1]) = (1, (byte)'p');
        return [0, (byte)(size | 0x80), (byte)((size >> 7) | 0x80), (byte)((size >> 14) | 0x80), (byte)(size >> 21), .. content];
    }
}
