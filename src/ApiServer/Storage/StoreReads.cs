using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>How Stores read outside the writer: one statement, rows mapped by position.</summary>
internal static class StoreReads
{
    /// <summary>The rows of a statement, on a connection of its own.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        this IStoreDatabase database,
        string sql,
        Func<DbDataReader, T> read,
        (string Name, object? Value)[] parameters,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReadAsync(cancellationToken);
        return await connection.ReadAsync(sql, read, parameters, cancellationToken);
    }

    /// <summary>The rows of a statement, where several are read from one snapshot.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> read,
        (string Name, object? Value)[] parameters,
        CancellationToken cancellationToken)
    {
        await using var command = StoredValue.Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
