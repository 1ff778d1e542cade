namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>The little that an agent needs to know about a module's content.</summary>
/// <param name="Name">Name of the module.</param>
/// <param name="TableName">Table that it inserts into.</param>
/// <param name="Crashes">Its eBPF source holds <see cref="CrashMarker"/>.</param>
/// <param name="Defect">Why it can not be loaded anywhere; empty when it can.</param>
/// <param name="Digest">Checksum of eBPF source and WASM bytes, to tell contents apart; 0 when not computed.</param>
internal readonly record struct ModuleContent(string Name, string TableName, bool Crashes, string Defect, uint Digest)
{
    /// <summary>Text in an eBPF source that makes each agent which loads it crash; a comment in any real program.</summary>
    public const string CrashMarker = "SIMULATOR: crash";

    public static readonly ModuleContent None = new("", "", false, "", 0);

    private static readonly byte[] WasmMagic = [0x00, 0x61, 0x73, 0x6D];

    public static ModuleContent Of(string name, string table, string source, bool binary, ReadOnlySpan<byte> wasm, bool digest) => new(
        name,
        table,
        source.Contains(CrashMarker, StringComparison.Ordinal),
        binary && wasm.StartsWith(WasmMagic) ? "" : "wasm: failed to load module: not a WebAssembly binary",
        digest ? ContentDigest.Of(source, wasm) : 0);
}
