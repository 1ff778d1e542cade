using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>One request, from its arrival on.</summary>
internal sealed record GrafanaCall(string Method, string Path)
{
    /// <summary>0 as long as there is no answer.</summary>
    public int Status { get; set; }

    public JsonObject? Body { get; set; }

    public bool IsWrite => Method != "GET";
}
