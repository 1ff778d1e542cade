namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>A datasource of ours, as Grafana has accepted it.</summary>
internal sealed record ManagedDatasource
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Grafana's plugin; PostgreSQL's goes by either of its names.</summary>
    public required string Type { get; init; }

    /// <summary>Host and port as Grafana reaches it; an address for what is asked over HTTP.</summary>
    public required string Host { get; init; }

    public string User { get; init; } = "";

    /// <summary>Null: its secret can not be read any more.</summary>
    public string? Password { get; init; } = "";

    public string Database { get; init; } = "";

    /// <summary>The tables that it serves.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    public required string Uid { get; init; }

    public long GrafanaId { get; init; }

    /// <summary>What the server keeps it for, one of <see cref="DatasourcePurpose"/>; empty: a caller created it.</summary>
    public string Purpose { get; init; } = "";

    public DateTimeOffset CreateTime { get; init; }

    // A record would write its secret wherever it is formatted.
    public override string ToString() => $"datasource '{Name}' ({Uid})";
}
