using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>Columns of a row as Stores keep them, beside what a reader has already.</summary>
internal static class StoredRow
{
    public static bool Flag(this DbDataReader row, int column) => row.GetInt32(column) != 0;

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => StoredTime.Parse(row.GetString(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
