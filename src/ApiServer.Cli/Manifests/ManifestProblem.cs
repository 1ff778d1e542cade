namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Something in a manifest that is not right.</summary>
/// <param name="Field">Path as in the manifest, such as <c>ebpf.probes[0].type</c>.</param>
/// <param name="Text">What is wrong and what would be right.</param>
internal sealed record ManifestProblem(string Field, string Text)
{
    public override string ToString() => Field.Length == 0 ? Text : $"{Field}: {Text}";
}
