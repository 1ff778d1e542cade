using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>A dashboard as Grafana stores it, without id and version: those are Grafana's.</summary>
internal static class DashboardModel
{
    public static JsonObject Create(DashboardDialect dialect, DashboardHead head, JsonArray variables, JsonArray panels) => new()
    {
        ["uid"] = head.Uid,
        ["title"] = head.Title,
        ["description"] = head.Description,
        ["tags"] = new JsonArray([.. head.Tags.Select(tag => JsonValue.Create(tag))]),
        ["schemaVersion"] = dialect.SchemaVersion,
        ["editable"] = true,
        ["graphTooltip"] = 1,
        ["refresh"] = "1m",
        ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
        ["timezone"] = "browser",
        ["timepicker"] = new JsonObject(),
        ["annotations"] = new JsonObject { ["list"] = new JsonArray(Annotations(dialect)) },
        ["links"] = head.PageUrl is null ? [] : new JsonArray(Link(head.PageUrl)),
        ["templating"] = new JsonObject { ["list"] = variables },
        ["panels"] = panels,
    };

    /// <summary>Those that were made for this dashboard, such as deployments.</summary>
    private static JsonObject Annotations(DashboardDialect dialect) => new()
    {
        ["builtIn"] = 1,
        ["datasource"] = dialect.ReferToGrafana(),
        ["enable"] = true,
        ["hide"] = true,
        ["iconColor"] = "rgba(0, 211, 255, 1)",
        ["name"] = "Annotations & Alerts",
        ["type"] = "dashboard",
    };

    private static JsonObject Link(string url) => new()
    {
        ["type"] = "link",
        ["title"] = "Open in Tricorder",
        ["url"] = url,
        ["icon"] = "external link",
        ["tooltip"] = "",
        ["tags"] = new JsonArray(),
        ["asDropdown"] = false,
        ["targetBlank"] = true,
        ["includeVars"] = false,
        ["keepTime"] = false,
    };
}
