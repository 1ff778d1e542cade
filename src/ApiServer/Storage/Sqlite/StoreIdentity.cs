using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// Which store is opened: the id in the database and the one noted beside it must agree. Before anything is changed, a store that is
/// missing, another one, or one that has lost its log is refused.
/// </summary>
internal sealed class StoreIdentity(StoreName name, InodeLock? inode, ILogger logger)
{
    private const string IsThereSql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'store'";
    private const string ReadSql = "SELECT id || ' ' || opened FROM store";
    private const string FoldSql = "PRAGMA wal_checkpoint(PASSIVE)";

    // The row is new where the schema is; RETURNING tells how it is now.
    private const string OpenSql = """
        UPDATE store SET id = CASE WHEN id = '' THEN @id ELSE id END, opened = max(opened, @opened) + 1 RETURNING id, opened
        """;

    private readonly string _path = name.Path;
    private readonly StoreMarker? _noted = StoreMarker.Read(name.Path);
    private readonly bool _hadLog = File.Exists(name.Path + "-wal");
    private readonly LinkNotes _links = new(name, logger);
    private StoreMarker? _open;

    /// <summary>Refuses to begin anew where there was a store.</summary>
    public static void RequireFile(string path)
    {
        if (StoreMarker.Exists(path) && !StorePath.HasContent(path))
        {
            throw StartupFailures.Gone(path);
        }
    }

    /// <summary>
    /// Refuses a log that was written for another file, before SQLite reads it: a backup was put here beside the log of the file before.
    /// The file is older than the log if its own header says so; it was put here if the log is the very file that was noted and the
    /// database is not.
    /// </summary>
    public void RequireLogOfStore()
    {
        if (_noted is not { IsOpen: true, Log: { } log }
            || LogHeader.Read(_path) is not { } found || found.Id != log.Id || found.Count < log.Count)
        {
            return; // It is of an earlier life, or nothing is known of it.
        }

        if (SoundnessCheck.OpenedInFile(_path) < _noted.InFile)
        {
            throw StartupFailures.LogOfFileBefore(_path, IsTheNotedFile());
        }

        if (!IsTheNotedFile()
            && FileStatus.Of(_path + "-wal") is { } beside && beside.Device == _noted.Device && beside.Inode == _noted.LogInode)
        {
            throw StartupFailures.LogOfAnotherFile(_path);
        }
    }

    /// <summary>Compares what is stored with what was noted; the connection cannot write.</summary>
    public void Examine(SqliteConnection connection)
    {
        var stored = Stored(connection);
        _links.Examine(stored?.Id ?? "");
        if (_noted is null)
        {
            if (StoreMarker.Exists(_path))
            {
                logger.MarkerNotUnderstood(StoreMarker.PathFor(_path));
            }
            else if (inode?.Status is { Links: > 1 } && stored is { Id.Length: > 0 })
            {
                throw StartupFailures.OtherName(_path);
            }

            return;
        }

        if (stored is not { } found)
        {
            // A copy from before stores had ids. A database without any table is none.
            if (TextQuery.Run(connection, "SELECT name FROM sqlite_schema LIMIT 1").Count == 0)
            {
                throw StartupFailures.Gone(_path);
            }

            logger.StoreWithoutId(_path);
            return;
        }

        if (found.Id.Length > 0 && found.Id != _noted.StoreId)
        {
            throw StartupFailures.AnotherStore(_path, found.Id, _noted.StoreId);
        }

        if (_noted.IsLost && IsTheNotedFile())
        {
            throw StartupFailures.LogWasLost(_path);
        }

        if (_noted.IsOpen && IsTheNotedFile())
        {
            RequireLog(found.Opened, _noted.Opened);
        }
    }

    /// <summary>
    /// Notes that the store is open. First in the file itself, to know it from a backup that is older; then in the log, which stays there:
    /// if the log is lost, the two differ. Then beside the file.
    /// </summary>
    public void Begin(SqliteConnection writer)
    {
        var before = LogHeader.Read(_path);
        var inFile = CountInFile(writer);
        using var command = writer.CreateCommand();
        command.CommandText = OpenSql;
        command.Parameters.AddWithValue("@id", _noted?.StoreId ?? Guid.CreateVersion7().ToString());
        command.Parameters.AddWithValue("@opened", _noted?.Opened ?? 0);
        using (var reader = command.ExecuteReader())
        {
            reader.Read();
            var status = inode?.Status ?? default;
            _open = new StoreMarker(reader.GetString(0), reader.GetInt64(1), IsOpen: true, status.Device, status.Inode) { InFile = inFile };
            reader.Read();
        }

        var log = LogHeader.Read(_path);
        _open = _open with
        {
            Log = log == before ? null : log,
            LogInode = FileStatus.IsKnown ? FileStatus.Of(_path + "-wal")?.Inode ?? 0 : 0,
        };
        _open.Write(_path);
        _links.Write(_open);
    }

    /// <summary>What the file's header has from now on, as <c>user_version</c>; 0 when a reader keeps it from getting there.</summary>
    private long CountInFile(SqliteConnection writer)
    {
        var next = (int)(Math.Max(Stored(writer)!.Value.Opened, _noted?.Opened ?? 0) + 1);
        TextQuery.Run(writer, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA user_version = {next}"));
        using var fold = writer.CreateCommand();
        fold.CommandText = FoldSql;
        using var result = fold.ExecuteReader();
        return result.Read() && result.GetInt64(0) == 0 && result.GetInt64(1) == result.GetInt64(2) ? next : 0;
    }

    /// <summary>Everything is in the file: the log is not needed any more.</summary>
    public void End()
    {
        if (!StorePath.HasContent(_path + "-wal"))
        {
            Note(_open is null ? null : _open with { IsOpen = false });
        }
    }

    /// <summary>
    /// The log was lost while the server ran, and what was in it is not in the file: the next start must not go on as if nothing was.
    /// </summary>
    public void EndWithoutLog() => Note(_open is null ? null : _open with { IsOpen = false, IsLost = true });

    private void Note(StoreMarker? marker)
    {
        try
        {
            if (marker is not null && (inode is null || IsStillTheFile(inode)))
            {
                marker.Write(_path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.MarkerNotWritten(StoreMarker.PathFor(_path), e);
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

    private bool IsStillTheFile(InodeLock held) => held.Status is { } own && FileStatus.Of(_path) is { } named && own.IsSameFile(named);

    private void RequireLog(long opened, long noted)
    {
        if (opened < noted)
        {
            throw StartupFailures.LogLost(_path);
        }

        if (!_hadLog)
        {
            logger.LogMissing(_path);
        }
    }
}
