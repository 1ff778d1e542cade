namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>A dashboard of ours, as it was when it was written or looked at last.</summary>
internal sealed record PublishedDashboard
{
    private const int MaxWritten = 8;

    public required string Id { get; init; }

    /// <summary>Empty: it is a built-in one.</summary>
    public string ModuleId { get; init; } = "";

    /// <summary>Its title.</summary>
    public required string Name { get; init; }

    public required string Uid { get; init; }

    public long GrafanaId { get; init; }

    /// <summary>Grafana's version of it.</summary>
    public long Version { get; init; }

    /// <summary>The path of its page.</summary>
    public string Path { get; init; } = "";

    public DashboardState State { get; init; }

    /// <summary>Of what was written last.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The last few contents that were written, or were about to be, newest first: their hashes with spaces between.</summary>
    public string Written { get; init; } = "";

    /// <summary>The deployment that it was written for; below zero: Grafana was empty since.</summary>
    public long Generation { get; init; }

    /// <summary>What was found in the module's JSON columns.</summary>
    public string Fields { get; init; } = "[]";

    /// <summary>The last event that is marked on it.</summary>
    public long Annotated { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public bool HasWritten(string hash) => ContentHash == hash || Written.Split(' ').Contains(hash);

    /// <summary>This content is about to be written.</summary>
    public PublishedDashboard Writing(string hash) =>
        this with
        {
            Written = string.Join(
                ' ', Written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(hash).Distinct().Take(MaxWritten)),
        };
}
