using System.Buffers.Binary;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// Whether the file and the log that SQLite writes to are still the ones that a restart would find. SQLite itself goes on writing to a file
/// that was removed or cut. Each look takes three calls of statx, and one more where links lead to the file.
/// </summary>
internal sealed class StoreGuard(StoreName name, InodeLock? inode)
{
    private readonly string _path = name.Path;
    private readonly Lock _gate = new();
    private FileStatus? _log;
    private long _size;
    private int _folds;
    private int _foldsSeen;
    private bool _isShort;

    /// <summary>
    /// The log has its name and is shorter than it was: cut, or folded into the file by another program; SQLite can tell.
    /// </summary>
    public bool IsLogShort
    {
        get
        {
            lock (_gate)
            {
                return _isShort;
            }
        }
    }

    /// <summary>What was acknowledged was folded into the file after the log was lost.</summary>
    public bool IsRescued { get; set; }

    /// <summary>The log may shrink while this runs.</summary>
    public void WhileFolding(Action fold)
    {
        Interlocked.Increment(ref _folds);
        try
        {
            fold();
        }
        finally
        {
            Interlocked.Increment(ref _folds);
        }
    }

    /// <summary>Takes the files as they are now for the right ones: just opened, the log written to.</summary>
    public void Begin()
    {
        if (inode is null)
        {
            return;
        }

        _log = FileStatus.Of(_path + "-wal");
        _size = inode.Status?.Size ?? 0;
    }

    /// <summary>Null when all is well.</summary>
    public UnavailableException? Check()
    {
        lock (_gate)
        {
            try
            {
                return inode is null ? null : CheckFile(inode) ?? CheckLinks(inode) ?? CheckLog();
            }
            catch (IOException e)
            {
                return LostFiles.FileLost($"made unreachable ({e.Message})");
            }
        }
    }

    /// <summary>After a commit: what was written may have let the log begin anew.</summary>
    public UnavailableException? CheckAfterCommit()
    {
        lock (_gate)
        {
            _log = _log is { } log ? log with { Size = 0 } : null;
            return Check();
        }
    }

    /// <summary>Another program has folded the log into the file: what is left of it is all there is.</summary>
    public void TakeShortLog()
    {
        lock (_gate)
        {
            _isShort = false;
            _log = FileStatus.Of(_path + "-wal") is { } named && _log is { } known && named.IsSameFile(known) ? named : _log;
        }
    }

    private UnavailableException? CheckFile(InodeLock own)
    {
        if (FileStatus.Of(_path) is not { } named)
        {
            return LostFiles.FileLost("moved or removed");
        }

        if (own.Status is not { } status || !status.IsSameFile(named))
        {
            return LostFiles.FileLost("replaced by another one");
        }

        if (status.Size < _size && status.Size < Expected(own))
        {
            return LostFiles.FileLost("cut");
        }

        _size = status.Size;
        return null;
    }

    /// <summary>A restart goes by the configured name.</summary>
    private UnavailableException? CheckLinks(InodeLock own) =>
        !name.HasLinks || (FileStatus.Of(name.Configured) is { } led && own.Status is { } status && status.IsSameFile(led))
            ? null
            : LostFiles.LinkLost(name);

    private UnavailableException? CheckLog()
    {
        if (_log is not { } known)
        {
            return null;
        }

        var folds = Volatile.Read(ref _folds);
        if (FileStatus.Of(_path + "-wal") is not { } named || !named.IsSameFile(known))
        {
            return LostFiles.LogGone(IsRescued);
        }

        if (_isShort || (named.Size < known.Size && folds % 2 == 0 && folds == Volatile.Read(ref _folds) && folds == _foldsSeen))
        {
            // Until SQLite has told: what a refused group spills makes it longer again.
            _isShort = true;
            return LostFiles.LogCut();
        }

        // It is there, or there again.
        IsRescued = false;
        _foldsSeen = folds;
        _log = named;
        return null;
    }

    /// <summary>By SQLite's own count of pages, for a file that is shorter than it was; a cut header says more than anything.</summary>
    private static long Expected(InodeLock own)
    {
        Span<byte> header = stackalloc byte[100];
        if (!own.TryRead(header, 0))
        {
            return long.MaxValue;
        }

        int pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        return (pageSize == 1 ? 65536L : pageSize) * BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
    }
}
