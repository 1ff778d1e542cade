using System.Data.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>Rows of table <c>grafana_dashboard</c>, and the number of a module's dashboard in table <c>schema</c>.</summary>
internal sealed class DashboardStore(IStoreDatabase database)
{
    /// <summary>The generation of what is to be written again, whichever it was written for.</summary>
    private const long OfNone = -1;

    private const string Columns =
        "id, module_id, name, uid, grafana_dashboard_id, version, path, state, content_hash, written, generation, fields, annotated, "
        + "create_time";

    private const string SelectSql = $"SELECT {Columns} FROM grafana_dashboard";

    private const string AllSql = SelectSql + " ORDER BY id";
    private const string FindSql = SelectSql + " WHERE id = @id";
    private const string FindByUidSql = SelectSql + " WHERE uid = @uid";
    private const string DeleteSql = "DELETE FROM grafana_dashboard WHERE id = @id";
    private const string AnnotateSql = "UPDATE grafana_dashboard SET annotated = @sequence WHERE id = @id";
    private const string SchemaSql =
        "UPDATE schema SET grafana_dashboard_id = @number WHERE uid = @moduleId AND grafana_dashboard_id IS DISTINCT FROM @number";

    // Those that somebody deleted stay deleted.
    private const string RebuildSql = "UPDATE grafana_dashboard SET generation = @none WHERE state <> @deleted";

    private const string PutSql = $"""
        INSERT INTO grafana_dashboard ({Columns})
        VALUES (@id, @module_id, @name, @uid, @grafana_id, @version, @path, @state, @content_hash, @written, @generation, @fields, @annotated, @create_time)
        ON CONFLICT (uid) DO UPDATE SET name = excluded.name, grafana_dashboard_id = excluded.grafana_dashboard_id, version = excluded.version,
            path = excluded.path, state = excluded.state, content_hash = excluded.content_hash, written = excluded.written, generation = excluded.generation, fields = excluded.fields
        """;

    /// <summary>All, oldest first.</summary>
    public async Task<IReadOnlyList<PublishedDashboard>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    public async Task<PublishedDashboard?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(FindSql, Read, [("@id", id)], cancellationToken)).SingleOrDefault();

    public async Task<PublishedDashboard?> FindByUidAsync(string uid, CancellationToken cancellationToken) =>
        (await database.ReadAsync(FindByUidSql, Read, [("@uid", uid)], cancellationToken)).SingleOrDefault();

    /// <summary>Stores all but what is annotated, which has a way of its own.</summary>
    public void Put(WriteUnit unit, PublishedDashboard dashboard)
    {
        unit.Execute(
            PutSql,
            ("@id", dashboard.Id),
            ("@module_id", dashboard.ModuleId),
            ("@name", dashboard.Name),
            ("@uid", dashboard.Uid),
            ("@grafana_id", dashboard.GrafanaId),
            ("@version", dashboard.Version),
            ("@path", dashboard.Path),
            ("@state", (int)dashboard.State),
            ("@content_hash", dashboard.ContentHash),
            ("@written", dashboard.Written),
            ("@generation", dashboard.Generation),
            ("@fields", dashboard.Fields),
            ("@annotated", dashboard.Annotated),
            ("@create_time", StoredTime.Text(dashboard.CreateTime)));
        if (dashboard.ModuleId.Length > 0)
        {
            SetNumber(unit, dashboard.ModuleId, dashboard.State == DashboardState.Deleted ? null : dashboard.GrafanaId);
        }
    }

    public void Delete(WriteUnit unit, PublishedDashboard dashboard)
    {
        unit.Execute(DeleteSql, ("@id", dashboard.Id));
        SetNumber(unit, dashboard.ModuleId, null);
    }

    public void SetAnnotated(WriteUnit unit, string id, long sequence) =>
        unit.Execute(AnnotateSql, ("@sequence", sequence), ("@id", id));

    /// <summary>Grafana is empty: what is missing there comes back.</summary>
    public void RebuildAll(WriteUnit unit) =>
        unit.Execute(RebuildSql, ("@none", OfNone), ("@deleted", (int)DashboardState.Deleted));

    private static void SetNumber(WriteUnit unit, string moduleId, long? number) =>
        unit.Execute(SchemaSql, ("@number", number), ("@moduleId", moduleId));

    private static PublishedDashboard Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        ModuleId = row.GetString(1),
        Name = row.GetString(2),
        Uid = row.GetString(3),
        GrafanaId = row.GetInt64(4),
        Version = row.GetInt64(5),
        Path = row.GetString(6),
        State = (DashboardState)row.GetInt32(7),
        ContentHash = row.GetString(8),
        Written = row.GetString(9),
        Generation = row.GetInt64(10),
        Fields = row.GetString(11),
        Annotated = row.GetInt64(12),
        CreateTime = row.Time(13),
    };
}
