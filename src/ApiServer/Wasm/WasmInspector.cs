using Tricorder.ApiServer.Common;
using Wasmtime;

namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// Tells whether agents can run a compiled module, by looking at it: it is validated and its surface is read, never compiled,
/// which would take seconds and gigabytes for a large one.
/// </summary>
internal sealed class WasmInspector : IDisposable
{
    private readonly Lazy<Engine> _engine = new(() => WasmFeatures.CreateEngine());

    /// <summary>All problems at once; no errors among them when agents can run the function. Never throws for what the bytes are.</summary>
    public IReadOnlyList<WasmProblem> Inspect(ReadOnlyMemory<byte> binary, string functionName)
    {
        var problems = new List<WasmProblem>();
        var bytes = binary.Span;
        if (WasmHeader.Check(bytes) is { } noModule)
        {
            problems.Add(noModule);
            AddIfAny(problems, ProcessingFunctionRules.CheckName(functionName));
            return problems;
        }
        if (!WasmSurface.TryRead(bytes, out var surface, out var malformed))
        {
            problems.Add(WasmProblem.InBinary(WasmCodes.Invalid,
                $"The WebAssembly binary is not valid: {malformed}. Build or upload it again."));
            AddIfAny(problems, ProcessingFunctionRules.CheckName(functionName));
            return problems;
        }
        // Only what the reader has understood completely goes on to the validator: the limits are worth nothing otherwise.
        AddIfAny(problems, WasmLimits.Check(surface.Types) ?? Validate(bytes));
        WasmImportRules.Check(surface, problems);
        WasmExportRules.Check(surface, problems);
        WasmMemoryRules.Check(surface, problems);
        AddIfAny(problems, ProcessingFunctionRules.Check(surface, functionName));
        return problems;
    }

    public void Dispose()
    {
        if (_engine.IsValueCreated)
        {
            _engine.Value.Dispose();
        }
    }

    private WasmProblem? Validate(ReadOnlySpan<byte> binary) =>
        Module.Validate(_engine.Value, binary) is { } message
            ? WasmProblem.InBinary(WasmCodes.Invalid, MessageText.Sentence($"The WebAssembly binary is not valid: {message}"))
            : null;

    private static void AddIfAny(List<WasmProblem> problems, WasmProblem? problem)
    {
        if (problem is { } found)
        {
            problems.Add(found);
        }
    }
}
