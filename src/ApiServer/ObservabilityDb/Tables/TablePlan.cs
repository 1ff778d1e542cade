using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Which table a revision writes to, and what it must look like. What adds columns goes into the table that is there; what changes a type
/// gets a new one, because agents still write to the old. Tables are never renamed.
/// </summary>
internal static class TablePlan
{
    /// <param name="moduleId">The module.</param>
    /// <param name="known">Its tables, oldest first.</param>
    /// <param name="assigned">The table that the revision was given before; empty when it was not.</param>
    /// <param name="fields">The columns that the revision declares.</param>
    public static ModuleTable For(string moduleId, IReadOnlyList<ModuleTable> known, string assigned, IReadOnlyList<OutputField> fields)
    {
        var newest = known.Count == 0 ? 0 : known.Max(table => table.Version);
        var found = assigned.Length > 0
            ? known.FirstOrDefault(table => table.Name == assigned) ?? New(assigned, moduleId, newest + 1)
            : known.LastOrDefault(table => table.CanHold(fields)) ?? New(NameOf(moduleId, newest + 1), moduleId, newest + 1);
        var missing = fields.Where(field => !found.Has(field))
            .Select(field => new TableColumn(field.Name, ColumnType.Of(field.Type))).ToList();
        if (!known.Contains(found))
        {
            return found with { Columns = [.. missing, .. found.Columns] };
        }

        return missing.Count == 0 ? found : found with { Columns = [.. found.Columns, .. missing], Version = newest + 1 };
    }

    private static ModuleTable New(string name, string moduleId, int version) =>
        new(name, moduleId, version, [new TableColumn(ServerColumns.Time, ColumnType.Time)]);

    private static string NameOf(string moduleId, int version) =>
        version == 1 ? Module.FirstTableOf(moduleId) : $"{Module.FirstTableOf(moduleId)}_v{version}";
}
