namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// Validating can not be interrupted, and takes time in proportion to code size times the width of its types: three megabytes
/// that branch a million times over a type of 1,000 results took 27 s. Within these widths the same trick takes less than 2 s,
/// and what compilers of C, C++, Rust, Go and Zig emit stays far below them.
/// </summary>
internal static class WasmLimits
{
    public const int MaxParameters = 64;
    public const int MaxResults = 16;

    public static WasmProblem? Check(in WasmTypes types)
    {
        if (types.MaxParameters <= MaxParameters && types.MaxResults <= MaxResults)
        {
            return null;
        }
        return WasmProblem.InBinary(WasmCodes.TooComplex,
            $"The binary has a function type with {types.MaxParameters} parameters or {types.MaxResults} results. "
            + $"At most {MaxParameters} parameters and {MaxResults} results are accepted: pass a pointer to a structure instead.");
    }
}
