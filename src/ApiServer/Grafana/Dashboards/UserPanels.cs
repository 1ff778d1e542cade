using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// The panels that a module brings: an object is one panel, an array several, and of a whole dashboard its panels count. One with the
/// title of a generated panel takes its place, others come first. What Grafana exports is taken as it is; a missing datasource, type, id
/// or place is filled in. What is no panel is left out: a wrong one must not cost a module its dashboard.
/// </summary>
internal sealed class UserPanels(DashboardDialect dialect, DashboardDatasource datasource, string table)
{
    private const int Max = 50;
    private const int Highest = 40;
    private const int DefaultHeight = 9;
    private const int Unset = 0;

    // Grafana's own readers, and ours of the whole dashboard, stop at 64.
    private static readonly JsonDocumentOptions Reading = new()
    {
        MaxDepth = 48,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public IReadOnlyList<Panel> Read(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return [.. Find(document.RootElement).Take(Max).Select(ToPanel)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, too deep, or text that is no Unicode. Validation tells whoever writes it; this may be an old one.
            return [];
        }
    }

    public static IEnumerable<PanelSection> Merge(IReadOnlyList<PanelSection> generated, IReadOnlyList<Panel> own)
    {
        var titles = generated.SelectMany(section => section.Panels).Select(panel => panel.Title).ToHashSet(StringComparer.Ordinal);
        var replacing = own.Where(panel => titles.Contains(panel.Title))
            .GroupBy(panel => panel.Title)
            .ToDictionary(group => group.Key, group => group.Last());
        return generated
            .Select(section => section with
            {
                Panels =
                    [.. section.Panels.Select(panel => Sized(replacing.GetValueOrDefault(panel.Title, panel), panel.Width, panel.Height))],
            })
            .Prepend(new PanelSection(null, false, [
                .. own.Where(panel => !replacing.ContainsKey(panel.Title))
                    .Select(panel => Sized(panel, PanelLayout.Columns, DefaultHeight)),
            ]));
    }

    private static Panel Sized(Panel panel, int width, int height) =>
        panel with { Width = panel.Width == Unset ? width : panel.Width, Height = panel.Height == Unset ? height : panel.Height };

    private static IEnumerable<JsonElement> Find(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object).SelectMany(Find),
        JsonValueKind.Object when IsContainer(element) =>
            element.TryGetProperty("panels", out var panels) && panels.ValueKind == JsonValueKind.Array ? Find(panels) : [],
        JsonValueKind.Object when element.EnumerateObject().Any() => [element],
        _ => [],
    };

    /// <summary>A row, or a whole dashboard: that has panels and no type.</summary>
    private static bool IsContainer(JsonElement element) => element.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.String && type.ValueEquals("row")
        : element.TryGetProperty("panels", out _);

    private Panel ToPanel(JsonElement element)
    {
        var body = (JsonObject)new PanelText(table).Copy(element)!;
        var title = body["title"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        var width = SizeOf(body, "w", PanelLayout.Columns) ?? Unset;
        var height = SizeOf(body, "h", Highest) ?? Unset;
        foreach (var name in new[] { "id", "title", "gridPos" })
        {
            body.Remove(name);
        }

        if (body["type"] is not JsonValue type || type.GetValueKind() != JsonValueKind.String)
        {
            body["type"] = "table";
        }

        body["datasource"] = PanelDatasource.Of(body["datasource"], dialect, datasource) ?? dialect.Refer(datasource);
        if (body["targets"] is JsonArray targets)
        {
            body["targets"] = Complete(targets);
        }
        else
        {
            body.Remove("targets");
        }

        return new Panel(title, width, height, body);
    }

    private JsonArray Complete(JsonArray targets)
    {
        var complete = new JsonArray();
        foreach (var target in targets.OfType<JsonObject>().Select(target => target.DeepClone().AsObject()))
        {
            target["refId"] ??= ((char)('A' + (complete.Count % 26))).ToString();
            if (target["rawSql"] is not null)
            {
                target["format"] ??= "table";
                target["rawQuery"] ??= true;
                target["editorMode"] ??= "code";
            }

            if (PanelDatasource.Of(target["datasource"], dialect, datasource) is { } own)
            {
                target["datasource"] = own;
            }
            else
            {
                target.Remove("datasource");
                if (dialect.ObjectReferences)
                {
                    target["datasource"] = dialect.Refer(datasource);
                }
            }

            complete.Add((JsonNode)target);
        }

        return complete;
    }

    private static int? SizeOf(JsonObject body, string name, int most) =>
        body["gridPos"] is JsonObject place && place[name] is JsonValue value && value.TryGetValue<int>(out var size)
            && size >= 1 && size <= most
            ? size
            : null;
}
