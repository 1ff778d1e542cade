namespace Tricorder.ApiServer.Wasm;

/// <summary>Which of the user's inputs a problem is about, so that a finding can point at the right field.</summary>
internal enum WasmPart
{
    Binary,
    FunctionName,
    Source,
}
