using System.Text.Json;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>A module as it is read back: its row of <c>code</c> with the definition of its newest revision.</summary>
internal sealed class ModuleRow
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public string Labels { get; init; } = "";

    public string Panel { get; init; } = "";

    public int Status { get; init; }

    public int Revision { get; init; }

    public int UpdateCount { get; init; }

    public string CreateTime { get; init; } = "";

    public string UpdateTime { get; init; } = "";

    public string Definition { get; init; } = "";

    public string TableName { get; init; } = "";

    public Module ToModule() => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        Labels = JsonSerializer.Deserialize(Labels, StoredJson.Types.DictionaryStringString) ?? [],
        Content = StoredDefinition.Read(Definition) with { TableName = TableName },
        Panel = Panel == ModuleRows.NoPanel ? "" : Panel,
        Revision = Revision,
        UpdateCount = UpdateCount,
        Lifecycle = (ModuleLifecycle)Status,
        CreateTime = StoredTime.Parse(CreateTime),
        UpdateTime = StoredTime.Parse(UpdateTime),
    };
}
