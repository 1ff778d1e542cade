namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Files of programs that the command line names; they take the place of what the manifest says.</summary>
/// <param name="Ebpf">An eBPF source in the C of BCC, or a compiled object (.o); null: as the manifest says.</param>
/// <param name="Wasm">A WASM function as C, WAT or binary (.wasm); null: as the manifest says.</param>
internal sealed record ManifestPrograms(string? Ebpf = null, string? Wasm = null);
