using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// Which store is opened: the id in the database and the one noted beside it must agree. Before anything is changed, a store that is
/// missing, another one, or one that has lost its log is refused.
/// </summary>
internal sealed class StoreIdentity(string path, InodeLock? inode, ILogger logger)
{
    private const string IsThereSql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'store'";
    private const string ReadSql = "SELECT id || ' ' || opened FROM store";

    // The row is new where the schema is; RETURNING tells how it is now.
    private const string OpenSql = """
        UPDATE store SET id = CASE WHEN id = '' THEN @id ELSE id END, opened = max(opened, @opened) + 1 RETURNING id, opened
        """;

    private readonly StoreMarker? _noted = StoreMarker.Read(path);
    private readonly bool _hadLog = File.Exists(path + "-wal");
    private StoreMarker? _open;

    /// <summary>Refuses to begin anew where there was a store.</summary>
    public static void RequireFile(string path)
    {
        if (StoreMarker.Exists(path) && !StorePath.HasContent(path))
        {
            throw StartupFailures.Gone(path);
        }
    }

    /// <summary>Compares what is stored with what was noted; the connection cannot write.</summary>
    public void Examine(SqliteConnection connection)
    {
        var stored = Stored(connection);
        if (_noted is null)
        {
            if (StoreMarker.Exists(path))
            {
                logger.MarkerNotUnderstood(StoreMarker.PathFor(path));
            }
            else if (inode?.Status is { Links: > 1 } && stored is { Id.Length: > 0 })
            {
                throw StartupFailures.OtherName(path);
            }

            return;
        }

        if (stored is not { } found)
        {
            // A copy from before stores had ids. A database without any table is none.
            if (TextQuery.Run(connection, "SELECT name FROM sqlite_schema LIMIT 1").Count == 0)
            {
                throw StartupFailures.Gone(path);
            }

            logger.StoreWithoutId(path);
            return;
        }

        if (found.Id.Length > 0 && found.Id != _noted.StoreId)
        {
            throw StartupFailures.AnotherStore(path, found.Id, _noted.StoreId);
        }

        if (_noted.IsLost && IsTheNotedFile())
        {
            throw StartupFailures.LogWasLost(path);
        }

        if (_noted.IsOpen && IsTheNotedFile())
        {
            RequireLog(found.Opened, _noted.Opened);
        }
    }

    /// <summary>Notes that the store is open, in the database's log first: if the log is lost, the two differ.</summary>
    public void Begin(SqliteConnection writer)
    {
        using var command = writer.CreateCommand();
        command.CommandText = OpenSql;
        command.Parameters.AddWithValue("@id", _noted?.StoreId ?? Guid.CreateVersion7().ToString());
        command.Parameters.AddWithValue("@opened", _noted?.Opened ?? 0);
        using (var reader = command.ExecuteReader())
        {
            reader.Read();
            var status = inode?.Status ?? default;
            _open = new StoreMarker(reader.GetString(0), reader.GetInt64(1), IsOpen: true, status.Device, status.Inode);
            reader.Read();
        }

        _open.Write(path);
    }

    /// <summary>Everything is in the file: the log is not needed any more.</summary>
    public void End()
    {
        if (!StorePath.HasContent(path + "-wal"))
        {
            Note(_open is null ? null : _open with { IsOpen = false });
        }
    }

    /// <summary>The log was lost while the server ran, and what was in it is not in the file: the next start must not go on as if nothing was.</summary>
    public void EndWithoutLog() => Note(_open is null ? null : _open with { IsOpen = false, IsLost = true });

    private void Note(StoreMarker? marker)
    {
        try
        {
            if (marker is not null && (inode is null || IsStillTheFile(inode)))
            {
                marker.Write(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.MarkerNotWritten(StoreMarker.PathFor(path), e);
        }
    }

    /// <summary>Null in a store from before there were ids. The id is empty until the store is opened for the first time.</summary>
    private static (string Id, long Opened)? Stored(SqliteConnection connection)
    {
        if (TextQuery.Run(connection, IsThereSql).Count == 0)
        {
            return null;
        }

        var parts = TextQuery.Run(connection, ReadSql)[0].Split(' ');
        return (parts[0], long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Not a copy that somebody put in its place, which needs no log of the old one.</summary>
    private bool IsTheNotedFile() => inode?.Status is not { } status || (status.Device == _noted!.Device && status.Inode == _noted.Inode);

    private bool IsStillTheFile(InodeLock held) => held.Status is { } own && FileStatus.Of(path) is { } named && own.IsSameFile(named);

    private void RequireLog(long opened, long noted)
    {
        if (opened < noted)
        {
            throw StartupFailures.LogLost(path);
        }

        if (!_hadLog)
        {
            logger.LogMissing(path);
        }
    }
}
