namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Where programs come from: files that the command line names take the place of what the manifest says.</summary>
/// <param name="Ebpf">An eBPF source in the C of BCC, or a compiled object (.o); null: as the manifest says.</param>
/// <param name="Wasm">A WASM function as C, WAT or binary (.wasm); null: as the manifest says.</param>
/// <param name="AllowOutside">Whether a manifest may name files outside of its own directory.</param>
internal sealed record ManifestPrograms(string? Ebpf = null, string? Wasm = null, bool AllowOutside = false);
