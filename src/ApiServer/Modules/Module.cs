using System.Globalization;

namespace Tricorder.ApiServer.Modules;

/// <summary>A module with the content of its newest revision.</summary>
internal sealed record Module
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required ModuleContent Content { get; init; }

    /// <summary>Grafana panel JSON; empty = generated.</summary>
    public string Panel { get; init; } = "";

    public int Revision { get; init; } = 1;

    /// <summary>Grows with each effective update and with nothing else.</summary>
    public int UpdateCount { get; init; } = 1;

    public ModuleLifecycle Lifecycle { get; init; } = ModuleLifecycle.Created;

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    public string Etag => UpdateCount.ToString(CultureInfo.InvariantCulture);

    public string TableName => TableNameOf(Id);

    public static string TableNameOf(string moduleId) => "tricorder_module_" + moduleId.Replace('-', '_');
}
