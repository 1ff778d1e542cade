namespace Tricorder.ApiServer.Modules;

/// <summary>What runs: immutable once stored as a revision. A change of any of it makes a new one.</summary>
internal sealed record ModuleContent(EbpfProgram Ebpf, WasmProgram Wasm, IReadOnlyList<OutputField> Fields)
{
    /// <summary>The table its rows go to, once that was ready; empty before.</summary>
    public string TableName { get; init; } = "";

    /// <summary>The same without sources and program bytes, as lists, watches and memory hold it.</summary>
    public ModuleContent WithoutPrograms() => this with
    {
        Ebpf = Ebpf with { Source = "", Object = default },
        Wasm = Wasm with { Source = "", Binary = default },
    };
}
