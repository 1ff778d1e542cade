namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>Section <c>Wasm</c>.</summary>
internal sealed record WasmOptions
{
    public const string Section = "Wasm";

    /// <summary>The C compiler: a command on the PATH, or an absolute path. Without it, modules must come as WAT or as binaries.</summary>
    public string Clang { get; init; } = "clang";

    /// <summary>
    /// Where wasi-libc is: headers in <c>include/</c> or <c>include/wasm32-wasi/</c>, libraries in <c>lib/wasm32-wasi/</c>.
    /// </summary>
    public string Sysroot { get; init; } = "/usr";

    /// <summary>Most time for compiling one module.</summary>
    public TimeSpan CompileTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
