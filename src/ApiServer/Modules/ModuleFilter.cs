namespace Tricorder.ApiServer.Modules;

/// <summary>Which modules a list is about.</summary>
/// <param name="Text">Part of a name, a description, or a label as <c>key=value</c>, ignoring case; empty = any.</param>
/// <param name="Lifecycle">Null = any.</param>
internal sealed record ModuleFilter(string Text, ModuleLifecycle? Lifecycle)
{
    public bool Matches(Module module) =>
        (Lifecycle is null || module.Lifecycle == Lifecycle)
        && (Text.Length == 0
            || Contains(module.Name)
            || Contains(module.Description)
            || module.Labels.Any(label => Contains($"{label.Key}={label.Value}")));

    private bool Contains(string text) => text.Contains(Text, StringComparison.OrdinalIgnoreCase);
}
