namespace Tricorder.ApiServer.Wasm;

/// <summary>A compiled module, or empty; and what the compiler had to say. Errors and a module never come together.</summary>
internal sealed record CompileResult(ReadOnlyMemory<byte> Binary, IReadOnlyList<WasmProblem> Problems)
{
    public static CompileResult Failed(WasmProblem problem) => new(default, [problem]);
}
