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

    /// <summary>The table of its newest revision.</summary>
    public string TableName => TableNameOf(Id, Content);

    public static string TableNameOf(string moduleId, ModuleContent content) =>
        content.TableName.Length > 0 ? content.TableName : FirstTableOf(moduleId);

    /// <summary>The table of its first revision, and of all that go into the same; later ones add to the name.</summary>
    public static string FirstTableOf(string moduleId) => TablePrefix + moduleId.Replace('-', '_');

    public const string TablePrefix = "tricorder_module_";
}

/// <summary>Stored in <c>code.status</c>.</summary>
internal enum ModuleLifecycle
{
    Created = 1,
    Deployed = 2,
    Undeployed = 3,
}
