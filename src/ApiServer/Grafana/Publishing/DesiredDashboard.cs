using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>A dashboard as it should be.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="ModuleId">The module it is of; empty: a built-in one.</param>
/// <param name="Model">What Grafana is to have.</param>
/// <param name="Generation">The deployment that asks for it.</param>
/// <param name="Fields">What it shows of JSON columns.</param>
internal sealed record DesiredDashboard(string Uid, string ModuleId, JsonObject Model, long Generation, string Fields)
{
    public string Title => (string?)Model["title"] ?? "";
}
