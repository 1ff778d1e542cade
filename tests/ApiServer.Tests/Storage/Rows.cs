using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>A table to write into that has no meaning: one row per name, twice the same name is refused.</summary>
internal static class Rows
{
    public const string AllSql = "SELECT id FROM grafana_api ORDER BY rowid";

    public static void Add(WriteUnit unit, string name, string content = "") => unit.Connection.Execute(
        "INSERT INTO grafana_api (id, name, api_key, auth_value, create_time) VALUES (@name, @name, @content, '', '')",
        new { name, content });

    public static Task AddAsync(StoreWriter writer, string name, string content = "") =>
        writer.WriteAsync(unit => Add(unit, name, content), CancellationToken.None);
}
