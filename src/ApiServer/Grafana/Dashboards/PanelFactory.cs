using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Panels of types and options that Grafana has had since 7.5; it migrates them itself to what it has now.</summary>
internal sealed class PanelFactory(DashboardDialect dialect, DashboardDatasource datasource)
{
    private const int Half = 12;
    private const int Third = 8;
    private const int Full = 24;

    // What the options are written for: Grafana would take panels without it for far older ones.
    private const string Written = "7.5.0";

    // Points of a series are no closer, however short the time range is.
    private const string Finest = "10s";

    public Panel Series(string title, PanelQuery query, int width = Half, string unit = "", bool asBars = false) =>
        Series(title, [SqlTarget(query)], width, unit, asBars);

    public Panel Series(string title, IReadOnlyList<JsonObject> targets, int width = Half, string unit = "", bool asBars = false)
    {
        var custom = new JsonObject
        {
            ["drawStyle"] = asBars ? "bars" : "line",
            ["lineWidth"] = 1,
            ["fillOpacity"] = asBars ? 60 : 10,
            ["showPoints"] = "auto",
            ["spanNulls"] = false,
        };
        var body = Body("timeseries", targets, Defaults(unit, custom), [], new JsonObject
        {
            ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["calcs"] = new JsonArray() },
            ["tooltip"] = new JsonObject { ["mode"] = "multi" },
        });
        body["interval"] = Finest;
        return new Panel(title, width, 8, body);
    }

    public Panel Table(string title, PanelQuery query, int width = Full, int height = 10) =>
        new(title, width, height, Body("table", [SqlTarget(query)], new JsonObject(), [], new JsonObject { ["showHeader"] = true }));

    /// <summary>A table of values whose last column is drawn as bars.</summary>
    public Panel Counts(string title, PanelQuery query, string counted, int width = Third) =>
        new(title, width, 8, Body(
            "table", [SqlTarget(query)], new JsonObject(), [BarsOf(counted)], new JsonObject { ["showHeader"] = true }));

    /// <summary>Single numbers, each large.</summary>
    public Panel Numbers(string title, PanelQuery query, int width = Full) => Numbers(title, [SqlTarget(query)], width);

    public Panel Numbers(string title, IReadOnlyList<JsonObject> targets, int width = Full) => new(title, width, 5, Body(
        "stat", targets, new JsonObject(), [], new JsonObject
        {
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
            ["orientation"] = "auto",
            ["textMode"] = "auto",
            ["colorMode"] = "value",
            ["graphMode"] = "none",
        }));

    public JsonObject PromTarget(string expression, string legend, char refId = 'A') => WithDatasource(new JsonObject
    {
        ["refId"] = refId.ToString(),
        ["expr"] = expression,
        ["legendFormat"] = legend,
        ["editorMode"] = "code",
        ["range"] = true,
    });

    private JsonObject SqlTarget(PanelQuery query) => WithDatasource(new JsonObject
    {
        ["refId"] = "A",
        ["format"] = query.Format,
        ["rawQuery"] = true,
        ["rawSql"] = query.Sql,
        ["editorMode"] = "code",
    });

    /// <summary>Versions that refer by name have a datasource in targets of mixed panels only.</summary>
    private JsonObject WithDatasource(JsonObject target)
    {
        if (dialect.ObjectReferences)
        {
            target["datasource"] = dialect.Refer(datasource);
        }

        return target;
    }

    private JsonObject Body(string type, IReadOnlyList<JsonObject> targets, JsonObject defaults, JsonArray overrides, JsonObject options) =>
        new()
        {
            ["type"] = type,
            ["pluginVersion"] = Written,
            ["datasource"] = dialect.Refer(datasource),
            ["targets"] = new JsonArray([.. targets]),
            ["fieldConfig"] = new JsonObject { ["defaults"] = defaults, ["overrides"] = overrides },
            ["options"] = options,
        };

    private static JsonObject Defaults(string unit, JsonObject custom)
    {
        var defaults = new JsonObject { ["custom"] = custom };
        if (unit.Length > 0)
        {
            defaults["unit"] = unit;
        }

        return defaults;
    }

    private static JsonObject BarsOf(string column) => new()
    {
        ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = column },
        ["properties"] = new JsonArray(
            new JsonObject { ["id"] = "custom.displayMode", ["value"] = "gradient-gauge" },
            new JsonObject { ["id"] = "min", ["value"] = 0 }),
    };
}

/// <summary>What a panel asks.</summary>
/// <param name="Sql">SQL with Grafana's macros.</param>
/// <param name="IsTimeSeries">The result has a column <c>time</c>, and series; else it is a table.</param>
internal sealed record PanelQuery(string Sql, bool IsTimeSeries = false)
{
    public string Format => IsTimeSeries ? "time_series" : "table";
}
