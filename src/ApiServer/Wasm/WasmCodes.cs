namespace Tricorder.ApiServer.Wasm;

/// <summary>The codes of <see cref="WasmProblem"/>. Clients match on them: never change one.</summary>
internal static class WasmCodes
{
    public const string Empty = "WASM_EMPTY";
    public const string NotAModule = "WASM_NOT_A_MODULE";
    public const string Invalid = "WASM_INVALID";
    public const string TooComplex = "WASM_TOO_COMPLEX";
    public const string FunctionMissing = "WASM_FUNCTION_MISSING";
    public const string FunctionSignature = "WASM_FUNCTION_SIGNATURE";
    public const string FunctionIsAbi = "WASM_FUNCTION_IS_ABI";
    public const string AbiMissing = "WASM_ABI_MISSING";
    public const string AbiSignature = "WASM_ABI_SIGNATURE";
    public const string MemoryNotExported = "WASM_MEMORY_NOT_EXPORTED";
    public const string ImportForbidden = "WASM_IMPORT_FORBIDDEN";
    public const string ImportSignature = "WASM_IMPORT_SIGNATURE";
    public const string MemoryTooLarge = "WASM_MEMORY_TOO_LARGE";
    public const string MemoryUnbounded = "WASM_MEMORY_UNBOUNDED";
    public const string LargeData = "WASM_LARGE_DATA";
    public const string CompilerNotAvailable = "WASM_COMPILER_NOT_AVAILABLE";
    public const string CompileError = "WASM_COMPILE_ERROR";
    public const string CompileWarning = "WASM_COMPILE_WARNING";
    public const string CompileLimit = "WASM_COMPILE_LIMIT";
    public const string LinkError = "WASM_LINK_ERROR";
}
