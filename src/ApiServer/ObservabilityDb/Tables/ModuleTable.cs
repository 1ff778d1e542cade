using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A table of ours, as the store records it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ModuleId">The module whose rows it has; it may be gone.</param>
/// <param name="Version">Counts a module's definitions: a new table or a new column each make one.</param>
/// <param name="Columns">Its columns, the server's own included.</param>
internal sealed record ModuleTable(string Name, string ModuleId, int Version, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>Rows of these columns fit: each is there with its type, or is not there and can be added.</summary>
    public bool CanHold(IReadOnlyList<OutputField> fields) => fields.All(field =>
        Columns.All(column => column.Name != field.Name || column.Type == ColumnType.Of(field.Type)));

    public bool Has(OutputField field) => Columns.Any(column => column.Name == field.Name);
}

/// <summary>A column as it is in the database.</summary>
internal readonly record struct TableColumn(string Name, string Type);
