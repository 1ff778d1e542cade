namespace Tricorder.ApiServer.Modules;

/// <summary>What a caller says a module should be. May be wrong in every way: see <see cref="Validation.ModuleValidator"/>.</summary>
internal sealed record ModuleDraft
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required ModuleContent Content { get; init; }

    /// <summary>Grafana panel JSON; empty = generated.</summary>
    public string Panel { get; init; } = "";

    /// <summary>A module as it is, content included, to be looked at once more.</summary>
    public static ModuleDraft Of(Module module) => new()
    {
        Name = module.Name,
        Description = module.Description,
        Labels = module.Labels,
        Content = module.Content,
        Panel = module.Panel,
    };

    /// <summary>A valid draft with what the server fills in when the caller leaves it out.</summary>
    public ModuleDraft WithDefaults() => this with
    {
        Panel = Panel.Trim() == ModuleRows.NoPanel ? "" : Panel,
        Content = Content.Wasm.FileName.Length > 0
            ? Content
            : Content with { Wasm = Content.Wasm with { FileName = Name + ".wasm" } },
    };

    /// <summary>Puts this draft over a module; what only the server sets is untouched.</summary>
    public Module Onto(Module module) =>
        module with { Name = Name, Description = Description, Labels = Labels, Content = Content, Panel = Panel };
}
