using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// One server per database file, by whatever name it is reached: hard links and bind mounts have lock files of their own, the file itself
/// is one. A lock of the open file description on one byte far behind the data, where SQLite neither reads nor locks. It is not dropped
/// when somebody closes another handle of the file; but closing this handle would drop SQLite's own locks, so it is closed after SQLite's.
/// </summary>
internal sealed class InodeLock : IDisposable
{
    // SQLite's own are the 512 bytes from 0x40000000 on.
    private const long LockedByte = 0x4000_1000;
    private const int SetLock = 37;
    private const short WriteLock = 1;
    private const int TryAgain = 11;
    private const int AccessDenied = 13;

    private readonly SafeFileHandle _handle;

    private InodeLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>The file as it is now, though its name may stand for another one by now.</summary>
    public FileStatus? Status => FileStatus.Of(_handle);

    /// <summary>Null where the system has no such locks.</summary>
    public static InodeLock? Take(string databasePath)
    {
        if (!FileStatus.IsKnown)
        {
            return null;
        }

        return LockAttempts.Try(() => TryTake(databasePath)) ?? throw new StartupException(
            $"The database file {databasePath} is in use by another server, which reaches it by another name (a hard link or a mount). "
            + $"Stop that server, or give this one a file of its own with {StorageOptions.PathKey}.");
    }

    /// <summary>Reads at this position, past SQLite; false when the file ends before.</summary>
    public bool TryRead(Span<byte> bytes, long position) => RandomAccess.Read(_handle, bytes, position) == bytes.Length;

    public void Dispose() => _handle.Dispose();

    /// <summary>Null: somebody else has it.</summary>
    private static InodeLock? TryTake(string databasePath)
    {
        var handle = File.OpenHandle(databasePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var wanted = new FileLock { Type = WriteLock, Start = LockedByte, Length = 1 };
        if (fcntl((int)handle.DangerousGetHandle(), SetLock, ref wanted) == 0)
        {
            return new InodeLock(handle);
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error is TryAgain or AccessDenied
            ? null
            : throw new IOException($"locking it failed: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

#pragma warning disable SYSLIB1054, IDE1006 // Unsafe code for one call would be allowed everywhere; the name is the system's.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(int file, int command, ref FileLock wanted);
#pragma warning restore SYSLIB1054, IDE1006

    /// <summary>Linux' struct flock where off_t has 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Owner;
    }
}
