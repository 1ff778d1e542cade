namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>A column as expressions whose values Grafana can read: it takes neither infinity nor years with five digits.</summary>
internal sealed record ColumnSql(DashboardColumn Column)
{
    private const int MaxText = 1000;
    private const int MaxValue = 200;

    private string Name => GrafanaText.Identifier(Column.Name);

    /// <summary>For tables of rows.</summary>
    public string Shown => Column.Kind switch
    {
        ColumnKind.Integer or ColumnKind.Bool => Name,
        ColumnKind.Double => $"CASE WHEN abs({Name}) < 'Infinity' THEN {Name} END",
        ColumnKind.Date => $"{Name}::text",
        ColumnKind.Time => AsTime,
        ColumnKind.Text => $"left({Name}, {MaxText})",
        _ => $"left({Name}::text, {MaxText})",
    };

    /// <summary>For averages; the bound keeps their sum in range.</summary>
    public string AsNumber =>
        Column.Kind == ColumnKind.Double ? $"CASE WHEN abs({Name}) < 1e100 THEN {Name} END" : $"{Name}::double precision";

    /// <summary>For counts by value.</summary>
    public string AsValue => Column.Kind == ColumnKind.Text ? $"left({Name}, {MaxValue})" : $"{Name}::text";

    public string AsTime => $"CASE WHEN {Name} > '0001-01-02' AND {Name} < '9999-12-30' THEN {Name} END";

    public string IsTrue => Name;

    public string IsFalse => $"NOT {Name}";
}
