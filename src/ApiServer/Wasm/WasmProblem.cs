using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// Something to say about a module: an error when agents could not run it. Codes are UPPER_SNAKE and stable; messages say what to do.
/// Line and column count from 1 in the author's source; 0 where there is none.
/// </summary>
internal readonly record struct WasmProblem(
    FindingSeverity Severity, string Code, string Message, WasmPart Part, int Line = 0, int Column = 0)
{
    public static WasmProblem InBinary(string code, string message) => new(FindingSeverity.Error, code, message, WasmPart.Binary);

    public static WasmProblem WarningInBinary(string code, string message) =>
        new(FindingSeverity.Warning, code, message, WasmPart.Binary);

    public static WasmProblem InFunctionName(string code, string message) =>
        new(FindingSeverity.Error, code, message, WasmPart.FunctionName);

    public static WasmProblem InSource(FindingSeverity severity, string code, string message, int line, int column) =>
        new(severity, code, message, WasmPart.Source, line, column);
}

/// <summary>Which of the user's inputs a problem is about, so that a finding can point at the right field.</summary>
internal enum WasmPart
{
    Binary,
    FunctionName,
    Source,
}
