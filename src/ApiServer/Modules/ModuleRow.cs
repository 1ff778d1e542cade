using System.Data.Common;
using System.Text.Json;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>A module as it is read back: its row of <c>code</c> with the definition of its newest revision.</summary>
internal static class ModuleRow
{
    public const string Columns = """
        c.id, c.name, c.description, c.labels, c.panel, c.status, c.revision, c.update_count, c.create_time, c.update_time, r.definition,
        r.table_name
        """;

    /// <summary>A row of <see cref="Columns"/>.</summary>
    public static Module Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Description = row.GetString(2),
        Labels = JsonSerializer.Deserialize(row.GetString(3), StoredJson.Types.DictionaryStringString) ?? [],
        Panel = row.GetString(4) is var panel && panel == ModuleRows.NoPanel ? "" : panel,
        Lifecycle = (ModuleLifecycle)row.GetInt32(5),
        Revision = row.GetInt32(6),
        UpdateCount = row.GetInt32(7),
        CreateTime = row.Time(8),
        UpdateTime = row.Time(9),
        Content = StoredDefinition.Read(row.GetString(10)) with { TableName = row.GetString(11) },
    };
}
