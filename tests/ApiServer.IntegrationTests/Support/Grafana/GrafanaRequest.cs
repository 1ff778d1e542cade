using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>A request whose caller is known and whose body is read.</summary>
internal sealed record GrafanaRequest(HttpContext Context, GrafanaCaller Caller, JsonObject Body)
{
    public string Route(string name) => (string)Context.Request.RouteValues[name]!;

    public long RouteId(string name) => long.TryParse(Route(name), CultureInfo.InvariantCulture, out var id) ? id : -1;

    public string Query(string name) => Context.Request.Query[name].ToString();

    public string Text(string name) => Body[name] is JsonValue value && value.TryGetValue(out string? text) ? text.Trim() : "";

    public long Number(string name) => Body[name] is JsonValue value && value.TryGetValue(out long number) ? number : 0;

    public bool Flag(string name) => Body[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;
}
