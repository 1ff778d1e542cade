using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>Rows of table <c>datasource</c>: the datasources that Grafana has accepted from us, passwords encrypted.</summary>
internal sealed class DatasourceStore(IStoreDatabase database, IDataProtectionProvider protection)
{
    private const string SelectSql = """
        SELECT id, name, type, host, user, password, database, tables_name AS TablesName, uid, grafana_datasource_id AS GrafanaId, purpose, create_time AS CreateTime
        FROM datasource
        """;

    private const string AllSql = SelectSql + " ORDER BY id";
    private const string FindSql = SelectSql + " WHERE id = @id";
    private const string TakenSql =
        "SELECT name FROM datasource WHERE (name = @Name OR uid = @Uid) AND id <> @Id ORDER BY name <> @Name LIMIT 1";
    private const string DeleteSql = "DELETE FROM datasource WHERE id = @id";

    private const string PutSql = """
        INSERT INTO datasource (id, name, type, host, user, password, database, tables_name, uid, grafana_datasource_id, purpose, create_time)
        VALUES (@Id, @Name, @Type, @Host, @User, @password, @Database, @tables, @Uid, @GrafanaId, @Purpose, @createTime)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, host = excluded.host, user = excluded.user, password = excluded.password,
            database = excluded.database, tables_name = excluded.tables_name, uid = excluded.uid, grafana_datasource_id = excluded.grafana_datasource_id
        """;

    private readonly ValueProtector _protector = new(protection, "grafana-datasource");

    /// <summary>All, oldest first.</summary>
    public IReadOnlyList<OwnDatasource> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(Read)];
    }

    public OwnDatasource? Find(string id)
    {
        using var connection = database.OpenRead();
        return connection.QuerySingleOrDefault<Row>(FindSql, new { id }) is { } row ? Read(row) : null;
    }

    /// <summary>The one that the server keeps for this purpose.</summary>
    public OwnDatasource? FindFor(string purpose) => LoadAll().FirstOrDefault(datasource => datasource.Purpose == purpose);

    /// <summary>The name of another one that has its name or else its uid; null if there is none.</summary>
    public string? FindTaker(WriteUnit unit, OwnDatasource datasource) =>
        unit.Connection.ExecuteScalar<string?>(TakenSql, new { datasource.Name, datasource.Uid, datasource.Id });

    public void Put(WriteUnit unit, OwnDatasource datasource) => unit.Connection.Execute(PutSql, new
    {
        datasource.Id,
        datasource.Name,
        datasource.Type,
        datasource.Host,
        datasource.User,
        password = _protector.Protect(datasource.Password ?? ""),
        datasource.Database,
        tables = JsonSerializer.Serialize([.. datasource.Tables], TableNames.Default.StringArray),
        datasource.Uid,
        datasource.GrafanaId,
        datasource.Purpose,
        createTime = StoredTime.Text(datasource.CreateTime),
    });

    public void Delete(WriteUnit unit, string id) => unit.Connection.Execute(DeleteSql, new { id });

    private OwnDatasource Read(Row row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Type = row.Type,
        Host = row.Host,
        User = row.User,
        Password = _protector.Unprotect(row.Password),
        Database = row.Database,
        Tables = JsonSerializer.Deserialize(row.TablesName, TableNames.Default.StringArray) ?? [],
        Uid = row.Uid,
        GrafanaId = row.GrafanaId,
        Purpose = row.Purpose,
        CreateTime = StoredTime.Parse(row.CreateTime),
    };

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public string Host { get; init; } = "";

        public string User { get; init; } = "";

        public string Password { get; init; } = "";

        public string Database { get; init; } = "";

        public string TablesName { get; init; } = "[]";

        public string Uid { get; init; } = "";

        public long GrafanaId { get; init; }

        public string Purpose { get; init; } = "";

        public string CreateTime { get; init; } = "";
    }
}
