using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed record StoredDatasource(long Id, long OrgId)
{
    public required string Uid { get; set; }

    /// <summary>As it was sent, without secrets.</summary>
    public required JsonObject Model { get; set; }

    public Dictionary<string, string> Secrets { get; } = [];

    public bool IsReadOnly { get; set; }

    public long Version { get; set; } = 1;

    public string Name => Text("name");

    public string Type => Text("type");

    public string Text(string name) => Model[name]?.GetValue<string>() ?? "";

    public string Setting(string name) => (Model["jsonData"] as JsonObject)?[name]?.ToString() ?? "";
}
