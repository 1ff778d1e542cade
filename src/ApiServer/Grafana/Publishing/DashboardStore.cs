using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>Rows of table <c>grafana_dashboard</c>, and the number of a module's dashboard in table <c>schema</c>.</summary>
internal sealed class DashboardStore(IStoreDatabase database)
{
    private const string SelectSql = """
        SELECT id, module_id AS ModuleId, name, uid, grafana_dashboard_id AS GrafanaId, version, path, state, content_hash AS ContentHash, written,
               generation, fields, annotated, create_time AS CreateTime
        FROM grafana_dashboard
        """;

    private const string AllSql = SelectSql + " ORDER BY id";
    private const string FindSql = SelectSql + " WHERE id = @id";
    private const string FindByUidSql = SelectSql + " WHERE uid = @uid";
    private const string DeleteSql = "DELETE FROM grafana_dashboard WHERE id = @id";
    private const string AnnotateSql = "UPDATE grafana_dashboard SET annotated = @sequence WHERE id = @id";
    private const string SchemaSql =
        "UPDATE schema SET grafana_dashboard_id = @number WHERE uid = @moduleId AND grafana_dashboard_id IS NOT @number";

    // Those that somebody deleted stay deleted.
    private const string RebuildSql = "UPDATE grafana_dashboard SET generation = -1 WHERE state <> 2";

    private const string PutSql = """
        INSERT INTO grafana_dashboard (id, module_id, name, uid, grafana_dashboard_id, version, path, state, content_hash, written, generation, fields, annotated, create_time)
        VALUES (@Id, @ModuleId, @Name, @Uid, @GrafanaId, @Version, @Path, @State, @ContentHash, @Written, @Generation, @Fields, @Annotated, @createTime)
        ON CONFLICT (uid) DO UPDATE SET name = excluded.name, grafana_dashboard_id = excluded.grafana_dashboard_id, version = excluded.version,
            path = excluded.path, state = excluded.state, content_hash = excluded.content_hash, written = excluded.written, generation = excluded.generation, fields = excluded.fields
        """;

    /// <summary>All, oldest first.</summary>
    public IReadOnlyList<PublishedDashboard> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToDashboard())];
    }

    public PublishedDashboard? Find(string id)
    {
        using var connection = database.OpenRead();
        return connection.QuerySingleOrDefault<Row>(FindSql, new { id })?.ToDashboard();
    }

    public PublishedDashboard? FindByUid(string uid)
    {
        using var connection = database.OpenRead();
        return connection.QuerySingleOrDefault<Row>(FindByUidSql, new { uid })?.ToDashboard();
    }

    /// <summary>Stores all but what is annotated, which has a way of its own.</summary>
    public void Put(WriteUnit unit, PublishedDashboard dashboard)
    {
        unit.Connection.Execute(PutSql, new
        {
            dashboard.Id,
            dashboard.ModuleId,
            dashboard.Name,
            dashboard.Uid,
            dashboard.GrafanaId,
            dashboard.Version,
            dashboard.Path,
            State = (int)dashboard.State,
            dashboard.ContentHash,
            dashboard.Written,
            dashboard.Generation,
            dashboard.Fields,
            dashboard.Annotated,
            createTime = StoredTime.Text(dashboard.CreateTime),
        });
        if (dashboard.ModuleId.Length > 0)
        {
            unit.Connection.Execute(SchemaSql, new
            {
                number = dashboard.State == DashboardState.Deleted ? (long?)null : dashboard.GrafanaId,
                moduleId = dashboard.ModuleId,
            });
        }
    }

    public void Delete(WriteUnit unit, PublishedDashboard dashboard)
    {
        unit.Connection.Execute(DeleteSql, new { id = dashboard.Id });
        unit.Connection.Execute(SchemaSql, new { number = (long?)null, moduleId = dashboard.ModuleId });
    }

    public void SetAnnotated(WriteUnit unit, string id, long sequence) => unit.Connection.Execute(AnnotateSql, new { id, sequence });

    /// <summary>Grafana is empty: what is missing there comes back.</summary>
    public void RebuildAll(WriteUnit unit) => unit.Connection.Execute(RebuildSql);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string ModuleId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Uid { get; init; } = "";

        public long GrafanaId { get; init; }

        public long Version { get; init; }

        public string Path { get; init; } = "";

        public int State { get; init; }

        public string ContentHash { get; init; } = "";

        public string Written { get; init; } = "";

        public long Generation { get; init; }

        public string Fields { get; init; } = "[]";

        public long Annotated { get; init; }

        public string CreateTime { get; init; } = "";

        public PublishedDashboard ToDashboard() => new()
        {
            Id = Id,
            ModuleId = ModuleId,
            Name = Name,
            Uid = Uid,
            GrafanaId = GrafanaId,
            Version = Version,
            Path = Path,
            State = (DashboardState)State,
            ContentHash = ContentHash,
            Written = Written,
            Generation = Generation,
            Fields = Fields,
            Annotated = Annotated,
            CreateTime = StoredTime.Parse(CreateTime),
        };
    }
}
