using System.Globalization;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// What is noted beside the database file, in <c>&lt;file&gt;.id</c>, so that a store that is gone is missed: which store it is, how often it
/// was opened, as which file, and whether it has been closed since.
/// </summary>
internal sealed record StoreMarker(string StoreId, long Opened, bool IsOpen, ulong Device, ulong Inode)
{
    private const string Head =
        "# There is a store in the database file beside this one. A server that finds this file and not that store does not start.\n";

    public static string PathFor(string databasePath) => databasePath + ".id";

    public static bool Exists(string databasePath) => File.Exists(PathFor(databasePath));

    /// <summary>The log was lost before what was in it could be saved.</summary>
    public bool IsLost { get; init; }

    /// <summary>Null when there is none, or nothing in it can be understood.</summary>
    public static StoreMarker? Read(string databasePath)
    {
        if (!Exists(databasePath))
        {
            return null;
        }

        var values = File.ReadAllLines(PathFor(databasePath))
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0])
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return values.GetValueOrDefault("store") is { Length: > 0 } store
            ? new StoreMarker(
                store, (long)Number(values, "opened"), values.GetValueOrDefault("state") == "open", Number(values, "device"), Number(values, "inode"))
            {
                IsLost = values.GetValueOrDefault("state") == "lost",
            }
            : null;
    }

    /// <summary>Wholly or not at all: after a crash the old one may be there, never half of one.</summary>
    public void Write(string databasePath)
    {
        var path = PathFor(databasePath);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Head}store={StoreId}\nstate={(IsLost ? "lost" : IsOpen ? "open" : "closed")}\nopened={Opened}\ndevice={Device}\ninode={Inode}\n");
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
