namespace Tricorder.ApiServer.Wasm;

/// <summary>One reason why agents could not run a module. Codes are UPPER_SNAKE and stable; messages say what to do.</summary>
internal readonly record struct WasmProblem(string Code, string Message, WasmPart Part)
{
    public static WasmProblem InBinary(string code, string message) => new(code, message, WasmPart.Binary);

    public static WasmProblem InFunctionName(string code, string message) => new(code, message, WasmPart.FunctionName);
}
