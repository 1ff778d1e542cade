using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>The first column of a query as text, without a mapper: opening the store should not wait for one to be compiled.</summary>
internal static class TextQuery
{
    public static List<string> Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this room, and names out of the schema, quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
