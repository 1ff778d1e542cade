namespace Tricorder.ApiServer.Wasm;

/// <summary>The eight bytes every WebAssembly binary starts with: magic, then version 1 of the core module format.</summary>
internal static class WasmHeader
{
    public const int Length = 8;

    private static ReadOnlySpan<byte> Magic => [0x00, (byte)'a', (byte)'s', (byte)'m'];

    private static ReadOnlySpan<byte> ModuleVersion => [0x01, 0x00, 0x00, 0x00];

    // Half of the version field is a layer; components are layer 1.
    private static ReadOnlySpan<byte> ComponentLayer => [0x01, 0x00];

    public static WasmProblem? Check(ReadOnlySpan<byte> binary)
    {
        if (binary.IsEmpty)
        {
            return WasmProblem.InBinary(WasmCodes.Empty, "There is no WASM binary. Give the compiled module (.wasm).");
        }
        if (!binary.StartsWith(Magic))
        {
            return NotAModule(LooksLikeText(binary)
                ? "This is WebAssembly text, not a binary. Compile it, or give it as source with format TEXT and language WAT."
                : "This is not a WebAssembly binary: it does not start with the bytes 00 61 73 6d. Give the compiled module (.wasm).");
        }
        var version = binary[Magic.Length..];
        if (version.StartsWith(ModuleVersion))
        {
            return null;
        }
        return NotAModule(version.Length >= 4 && version[2..4].SequenceEqual(ComponentLayer)
            ? "This is a component of the WebAssembly component model. Agents run core modules: build for wasm32-wasip1 (wasm32-wasi)."
            : "The WebAssembly binary's version is not 1, or the file is cut off. Give a complete core module of version 1.");
    }

    private static WasmProblem NotAModule(string message) => WasmProblem.InBinary(WasmCodes.NotAModule, message);

    private static bool LooksLikeText(ReadOnlySpan<byte> binary)
    {
        var text = binary.TrimStart(" \t\r\n"u8);
        return text.StartsWith("(module"u8) || text.StartsWith(";;"u8) || text.StartsWith("(;"u8);
    }
}
