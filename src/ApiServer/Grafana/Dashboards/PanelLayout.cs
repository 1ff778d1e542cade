using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Gives panels their ids and places: from left to right, then down.</summary>
internal sealed class PanelLayout
{
    public const int Columns = 24;

    private readonly JsonArray _panels = [];
    private int _nextId = 1;
    private int _x;
    private int _y;
    private int _lineHeight;

    public static JsonArray Place(IEnumerable<PanelSection> sections)
    {
        var layout = new PanelLayout();
        foreach (var section in sections.Where(section => section.Panels.Count > 0))
        {
            layout.Add(section);
        }

        return layout._panels;
    }

    private void Add(PanelSection section)
    {
        EndLine();
        var into = _panels;
        if (section.Title is not null)
        {
            var inside = new JsonArray();
            _panels.Add((JsonNode)new JsonObject
            {
                ["id"] = _nextId++,
                ["type"] = "row",
                ["title"] = section.Title,
                ["collapsed"] = section.IsCollapsed,
                ["gridPos"] = Position(Columns, 1, 0, _y),
                ["panels"] = inside,
            });
            _y++;
            into = section.IsCollapsed ? inside : _panels;
        }

        var top = _y;
        foreach (var panel in section.Panels)
        {
            Add(panel, into);
        }

        EndLine();
        if (section.IsCollapsed)
        {
            // Grafana moves what is below when the row is opened.
            _y = top;
        }
    }

    private void Add(Panel panel, JsonArray into)
    {
        if (_x + panel.Width > Columns)
        {
            EndLine();
        }

        var placed = new JsonObject
        {
            ["id"] = _nextId++,
            ["title"] = panel.Title,
            ["gridPos"] = Position(panel.Width, panel.Height, _x, _y),
        };
        foreach (var (name, value) in panel.Body)
        {
            placed.TryAdd(name, value?.DeepClone());
        }

        into.Add((JsonNode)placed);
        _x += panel.Width;
        _lineHeight = Math.Max(_lineHeight, panel.Height);
    }

    private void EndLine()
    {
        _y += _lineHeight;
        (_x, _lineHeight) = (0, 0);
    }

    private static JsonObject Position(int width, int height, int x, int y) =>
        new() { ["h"] = height, ["w"] = width, ["x"] = x, ["y"] = y };
}

/// <summary>Panels under one heading.</summary>
/// <param name="Title">The heading; null: none.</param>
/// <param name="IsCollapsed">Shown, and asked, only when somebody opens it.</param>
/// <param name="Panels">The panels, in reading order.</param>
internal sealed record PanelSection(string? Title, bool IsCollapsed, IReadOnlyList<Panel> Panels);
