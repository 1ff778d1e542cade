using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>A datasource as it should be.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name, unique in the organization.</param>
/// <param name="Type">The plugin; PostgreSQL's goes by either of its names.</param>
/// <param name="Url">Host and port for PostgreSQL, an address for Prometheus, as Grafana reaches it.</param>
internal sealed record DatasourceModel(string Uid, string Name, string Type, string Url)
{
    public string User { get; init; } = "";

    public string Database { get; init; } = "";

    /// <summary>Null: the one that Grafana has stays.</summary>
    public string? Password { get; init; }

    /// <summary>Further settings; those that are not named here stay as they are in Grafana.</summary>
    public JsonObject JsonData { get; init; } = [];

    // A record would write its secret wherever it is formatted.
    public override string ToString() => $"datasource '{Name}' ({Uid})";
}
