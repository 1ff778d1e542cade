using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Where a module's rows are: its table, or the view over all of its tables; with the columns as they are there.</summary>
internal sealed record ModuleRelation(string Name, IReadOnlyList<DashboardColumn> Columns)
{
    /// <param name="moduleId">The module.</param>
    /// <param name="family">Its tables, oldest first.</param>
    /// <param name="hasView">Whether the view is there; it can not be made while somebody's own view depends on an older one.</param>
    public static ModuleRelation? Of(string moduleId, IReadOnlyList<ModuleTable> family, bool hasView) => family switch
    {
        [] => null,
        [_, _, ..] when hasView => From(TableStore.ViewOf(moduleId), TableView.Columns(family)),
        _ => From(family[^1].Name, family[^1].Columns),
    };

    private static ModuleRelation From(string name, IReadOnlyList<TableColumn> columns) => new(
        name,
        [.. columns.Where(column => column.Name != ServerColumns.Time)
            .Select(column => new DashboardColumn(column.Name, ColumnKinds.Of(column.Type)))]);
}

/// <summary>A column of the table or view that a dashboard reads.</summary>
internal sealed record DashboardColumn(string Name, ColumnKind Kind)
{
    public bool IsDocument => Kind is ColumnKind.Json or ColumnKind.Jsonb;
}
