using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>The view over all tables of a module: every column that one of them has; one that changed its type is shown as text.</summary>
internal static class TableView
{
    public static string Create(string view, IReadOnlyList<ModuleTable> family) => Create(view, family, Columns(family));

    /// <summary>The same with these columns, of which tables may lack some.</summary>
    public static string Create(string view, IReadOnlyList<ModuleTable> family, IReadOnlyList<TableColumn> columns)
    {
        var parts = family.Select(
            table => $"SELECT {string.Join(", ", columns.Select(column => Select(table, column)))} FROM {SqlIdentifier.Quote(table.Name)}");
        return $"CREATE OR REPLACE VIEW {view} AS {string.Join(" UNION ALL ", parts)}";
    }

    /// <summary>Its columns, in the order in which tables got them.</summary>
    public static IReadOnlyList<TableColumn> Columns(IReadOnlyList<ModuleTable> family) =>
    [
        .. family.SelectMany(table => table.Columns)
            .GroupBy(column => column.Name)
            .Select(group =>
                new TableColumn(group.Key, group.Select(column => column.Type).Distinct().Count() == 1 ? group.First().Type : "text")),
    ];

    private static string Select(ModuleTable table, TableColumn column)
    {
        var name = SqlIdentifier.Quote(column.Name);
        return table.Columns.Any(own => own.Name == column.Name) ? $"{name}::{column.Type} AS {name}" : $"NULL::{column.Type} AS {name}";
    }
}
