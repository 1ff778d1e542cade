using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>Rows of a server's store, read as another program would while the server runs.</summary>
internal static class StoreRows
{
    /// <param name="server">Whose store.</param>
    /// <param name="sql">A query with one parameter, <c>$value</c>.</param>
    /// <param name="value">The parameter.</param>
    public static IReadOnlyList<Dictionary<string, object>> Read(ServerProcess server, string sql, string value)
    {
        using var connection = new SqliteConnection($"Data Source={server.DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.Parameters.AddWithValue("$value", value);
        using var reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, object>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
        }

        return rows;
    }

    /// <summary>Changes the store of a server that does not run.</summary>
    public static void Change(ServerProcess server, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={server.DatabasePath};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
