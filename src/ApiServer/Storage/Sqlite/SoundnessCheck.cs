using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// Finds a damaged file before the server writes to it. Cheap on purpose: the whole file is walked only while that takes a moment,
/// of a big one the header, the schema and the first page of each table are read.
/// </summary>
internal static class SoundnessCheck
{
    private const int HeaderLength = 100;
    private const long WalkedUpTo = 8L << 20;

    /// <summary>Reads the first bytes without SQLite, which must not have the file open yet.</summary>
    public static void Header(string path)
    {
        if (StorePath.HasContent(path + "-journal"))
        {
            // A transaction outside WAL was cut off; SQLite puts the pages back when it opens the file, and only then it can be judged.
            return;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var hasLog = StorePath.HasContent(path + "-wal");
        if (stream.Length == 0)
        {
            // SQLite would delete the log of an empty file.
            _ = hasLog ? throw Damaged(path, "it is empty, yet it has a write-ahead log") : 0;
            return;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("SQLite format 3\0"u8))
        {
            throw new StartupException(
                $"The file {path} is not a SQLite database. Give another path with {StorageOptions.PathKey}, or put a backup in its place. "
                + "It was left as it is.");
        }

        if (!hasLog && stream.Length < ExpectedLength(header))
        {
            throw Damaged(path, "it is shorter than its header says");
        }
    }

    /// <summary>
    /// How often the store was opened, by the file's own header, without its log; as <see cref="Header"/>, before SQLite opens the file.
    /// </summary>
    public static long OpenedInFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> header = stackalloc byte[HeaderLength];
        return stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            ? 0
            : BinaryPrimitives.ReadUInt32BigEndian(header[60..]);
    }

    /// <summary>Asks SQLite, on a connection that cannot write.</summary>
    public static void Content(SqliteConnection connection, string path)
    {
        if (new FileInfo(path).Length > WalkedUpTo)
        {
            foreach (var table in TextQuery.Run(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
            {
                // Not through an index: it is the table's own first page that must be readable.
                TextQuery.Run(connection, $"SELECT 1 FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\" NOT INDEXED LIMIT 1");
            }
        }
        else if (TextQuery.Run(connection, "PRAGMA quick_check(1)") is [var found, ..] && found != "ok")
        {
            throw Damaged(path, found.ReplaceLineEndings(" "));
        }
    }

    public static StartupException Damaged(string path, string how, Exception? inner = null) =>
        new(
            $"The database file {path} is damaged ({how}). Put a backup in its place; it was left as it is."
            + (StorePath.HasContent(path + "-wal")
                ? $" If you did, its write-ahead log {path}-wal may be of the file that was here before: move that away and start again."
                : ""),
            inner);

    /// <summary>Pages times page size, where the header says that its page count can be trusted.</summary>
    private static long ExpectedLength(ReadOnlySpan<byte> header)
    {
        int pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        var trusted = header[24..28].SequenceEqual(header[92..96]);
        return trusted ? (pageSize == 1 ? 65536L : pageSize) * pages : 0;
    }
}
