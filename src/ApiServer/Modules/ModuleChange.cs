namespace Tricorder.ApiServer.Modules;

/// <summary>How two states of a module differ; the content of both must be complete.</summary>
internal readonly record struct ModuleChange(bool Details, bool Content)
{
    public bool Any => Details || Content;

    public static ModuleChange Between(Module before, Module after) => new(
        before.Name != after.Name
            || before.Description != after.Description
            || before.Panel != after.Panel
            || !SameLabels(before.Labels, after.Labels),
        !SameContent(before.Content, after.Content));

    private static bool SameLabels(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(label => b.TryGetValue(label.Key, out var value) && value == label.Value);

    private static bool SameContent(ModuleContent a, ModuleContent b) =>
        a.Ebpf.Source == b.Ebpf.Source
        && a.Wasm.Source == b.Wasm.Source
        && a.Ebpf.Object.Span.SequenceEqual(b.Ebpf.Object.Span)
        && a.Wasm.Binary.Span.SequenceEqual(b.Wasm.Binary.Span)
        && StoredDefinition.Write(a) == StoredDefinition.Write(b);
}
