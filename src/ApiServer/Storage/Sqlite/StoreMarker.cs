using System.Globalization;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// What is noted beside the database file, in <c>&lt;file&gt;.id</c>, so that a store that is gone is missed: which store it is, how often
/// it was opened, as which file, with which log, and whether it has been closed since.
/// </summary>
internal sealed record StoreMarker(string StoreId, long Opened, bool IsOpen, ulong Device, ulong Inode)
{
    private const string Head =
        "# There is a store in the database file beside this one, or behind the link beside it. "
        + "A server that finds this file and not that store does not start.\n";

    public static string PathFor(string databasePath) => databasePath + ".id";

    public static bool Exists(string databasePath) => File.Exists(PathFor(databasePath));

    /// <summary>The log was lost before what was in it could be saved.</summary>
    public bool IsLost { get; init; }

    /// <summary>
    /// How the log's header was once this life of the store had begun the log anew; null when another program kept it from that.
    /// </summary>
    public LogHeader? Log { get; init; }

    public ulong LogInode { get; init; }

    /// <summary>The file's own header has this count at least, without its log; 0 when that is not known.</summary>
    public long InFile { get; init; }

    /// <summary>Null when there is none, or nothing in it can be understood.</summary>
    public static StoreMarker? Read(string databasePath) => ReadNote(PathFor(databasePath));

    public static StoreMarker? ReadNote(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var values = File.ReadAllLines(path)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0])
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return values.GetValueOrDefault("store") is { Length: > 0 } store
            ? new StoreMarker(
                store, (long)Number(values, "opened"), values.GetValueOrDefault("state") == "open",
                Number(values, "device"), Number(values, "inode"))
            {
                IsLost = values.GetValueOrDefault("state") == "lost",
                Log = values.ContainsKey("log_salt")
                    ? new LogHeader((uint)Number(values, "log_count"), (uint)Number(values, "log_salt"))
                    : null,
                LogInode = Number(values, "log_inode"),
                InFile = (long)Number(values, "in_file"),
            }
            : null;
    }

    /// <summary>Wholly or not at all: after a crash the old one may be there, never half of one.</summary>
    public void Write(string databasePath) => WriteNote(PathFor(databasePath));

    public void WriteNote(string path)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Head}store={StoreId}
            state={(IsLost ? "lost" : IsOpen ? "open" : "closed")}
            opened={Opened}
            device={Device}
            inode={Inode}
            in_file={InFile}

            """)
            + (Log is { } log
                ? string.Create(CultureInfo.InvariantCulture, $"log_count={log.Count}\nlog_salt={log.Salt}\nlog_inode={LogInode}\n")
                : "");
        using (var stream = StorePath.OpenForOwner(path + ".new", FileShare.None))
        {
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private static ulong Number(Dictionary<string, string> values, string key) =>
        ulong.TryParse(values.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
