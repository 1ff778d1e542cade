namespace Tricorder.ApiServer.Modules;

/// <summary>The function that turns one traced event into one row.</summary>
internal sealed record WasmProgram
{
    public required ProgramFormat Format { get; init; }

    public ProgramLanguage Language { get; init; }

    public string Source { get; init; } = "";

    /// <summary>What agents run: always present in a stored revision.</summary>
    public ReadOnlyMemory<byte> Binary { get; init; }

    public string FileName { get; init; } = "";

    public string FunctionName { get; init; } = "";

    public WasmEncoding Encoding { get; init; }
}

/// <summary>How the WASM function writes a row into its output buffer.</summary>
internal enum WasmEncoding
{
    None = 1,
    Tlv = 2,
    Json = 3,
}
