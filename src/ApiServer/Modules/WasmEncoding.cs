namespace Tricorder.ApiServer.Modules;

/// <summary>How the WASM function writes a row into its output buffer.</summary>
internal enum WasmEncoding
{
    None = 1,
    Tlv = 2,
    Json = 3,
}
