namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// What agents call in a module for every event, beside the processing function. Sizes (u32) and addresses (ptr) are i32.
/// </summary>
internal static class AgentAbi
{
    public const string Memory = "memory";

    private static readonly WasmSignature Allocates = new("i", "i");
    private static readonly WasmSignature Frees = new("", "");
    private static readonly WasmSignature Gets = new("", "i");
    private static readonly WasmSignature Sets = new("i", "");

    public static IReadOnlyDictionary<string, WasmSignature> Functions { get; } = new Dictionary<string, WasmSignature>
    {
        ["malloc_input_buf"] = Allocates,
        ["malloc_output_buf"] = Allocates,
        ["free_input_buf"] = Frees,
        ["free_output_buf"] = Frees,
        ["get_input_buf"] = Gets,
        ["get_output_buf"] = Gets,
        ["get_input_buf_len"] = Gets,
        ["get_input_buf_cap"] = Gets,
        ["get_output_buf_len"] = Gets,
        ["get_output_buf_cap"] = Gets,
        ["set_input_buf_len"] = Sets,
        ["set_output_buf_len"] = Sets,
    };

    /// <summary>
    /// Agents call the processing function with no arguments: the event is in the input buffer. Nobody reads its result, but C
    /// programs conventionally return an int, and an engine that calls a function untyped does not mind; so both pass.
    /// </summary>
    public static bool CanBeProcessingFunction(WasmSignature signature) => signature is { Parameters: "", Results: "" or "i" };
}
