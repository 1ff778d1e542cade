using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>Rows of table <c>datasource</c>: the datasources that Grafana has accepted from us, passwords encrypted.</summary>
internal sealed class DatasourceStore(IStoreDatabase database, IDataProtectionProvider protection)
{
    private const string Columns =
        $"id, name, type, host, {Quoted.User}, password, database, tables_name, uid, grafana_datasource_id, purpose, create_time";

    private const string SelectSql = $"SELECT {Columns} FROM datasource";

    private const string AllSql = SelectSql + " ORDER BY id";
    private const string FindSql = SelectSql + " WHERE id = @id";
    private const string TakenSql =
        "SELECT name FROM datasource WHERE (name = @name OR uid = @uid) AND id <> @id ORDER BY name <> @name LIMIT 1";
    private const string DeleteSql = "DELETE FROM datasource WHERE id = @id";

    private const string PutSql = $"""
        INSERT INTO datasource ({Columns})
        VALUES (@id, @name, @type, @host, @user, @password, @database, @tables, @uid, @grafana_id, @purpose, @create_time)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, type = excluded.type, host = excluded.host, {Quoted.User} = excluded.{Quoted.User}, password = excluded.password,
            database = excluded.database, tables_name = excluded.tables_name, uid = excluded.uid, grafana_datasource_id = excluded.grafana_datasource_id
        """;

    private readonly ValueProtector _protector = new(protection, "grafana-datasource");

    /// <summary>All, oldest first.</summary>
    public async Task<IReadOnlyList<ManagedDatasource>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    public async Task<ManagedDatasource?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(FindSql, Read, [("@id", id)], cancellationToken)).SingleOrDefault();

    /// <summary>The one that the server keeps for this purpose.</summary>
    public async Task<ManagedDatasource?> FindForAsync(string purpose, CancellationToken cancellationToken) =>
        (await LoadAllAsync(cancellationToken)).FirstOrDefault(datasource => datasource.Purpose == purpose);

    /// <summary>The name of another one that has its name or else its uid; null if there is none.</summary>
    public string? FindTaker(WriteUnit unit, ManagedDatasource datasource) =>
        unit.Query(
            TakenSql, row => row.GetString(0), ("@name", datasource.Name), ("@uid", datasource.Uid), ("@id", datasource.Id))
        .SingleOrDefault();

    public void Put(WriteUnit unit, ManagedDatasource datasource) => unit.Execute(
        PutSql,
        ("@id", datasource.Id),
        ("@name", datasource.Name),
        ("@type", datasource.Type),
        ("@host", datasource.Host),
        ("@user", datasource.User),
        ("@password", _protector.Protect(datasource.Password ?? "")),
        ("@database", datasource.Database),
        ("@tables", JsonSerializer.Serialize([.. datasource.Tables], TableNames.Default.StringArray)),
        ("@uid", datasource.Uid),
        ("@grafana_id", datasource.GrafanaId),
        ("@purpose", datasource.Purpose),
        ("@create_time", StoredTime.Text(datasource.CreateTime)));

    public void Delete(WriteUnit unit, string id) => unit.Execute(DeleteSql, ("@id", id));

    private ManagedDatasource Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Type = row.GetString(2),
        Host = row.GetString(3),
        User = row.GetString(4),
        Password = _protector.Unprotect(row.GetString(5)),
        Database = row.GetString(6),
        Tables = JsonSerializer.Deserialize(row.GetString(7), TableNames.Default.StringArray) ?? [],
        Uid = row.GetString(8),
        GrafanaId = row.GetInt64(9),
        Purpose = row.GetString(10),
        CreateTime = row.Time(11),
    };
}
