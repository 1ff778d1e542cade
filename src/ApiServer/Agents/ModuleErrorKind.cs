namespace Tricorder.ApiServer.Agents;

/// <summary>What part of a module failed while it ran, as its agent says.</summary>
internal enum ModuleErrorKind
{
    /// <summary>Not said.</summary>
    None = 0,
    Ebpf = 1,
    Wasm = 2,
    Insert = 3,
    Lost = 4,
}
