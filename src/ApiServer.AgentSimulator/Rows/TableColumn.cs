using Npgsql;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>A column that agents fill: all but the server's own <c>time</c>.</summary>
internal sealed record TableColumn(string Name, string Type)
{
    private const string Sql = """
        SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'time' ORDER BY attnum
        """;

    public string Quoted => Quote(Name);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static async Task<IReadOnlyList<TableColumn>> ReadAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue(Quote(table));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<TableColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(new TableColumn(reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }
}
