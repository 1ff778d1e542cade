using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>Which file a name or a handle stands for, whatever its other names, and how long it is.</summary>
internal readonly record struct FileStatus(ulong Device, ulong Inode, long Size, uint Links)
{
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint LinksInodeAndSize = 0x4 | 0x100 | 0x200;
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;

    /// <summary>Elsewhere files are known by name alone, and what relies on this is left out.</summary>
    public static bool IsKnown { get; } = OperatingSystem.IsLinux();

    public bool IsSameFile(FileStatus other) => Device == other.Device && Inode == other.Inode;

    /// <summary>Null when there is no such file.</summary>
    public static FileStatus? Of(string path) => Read(CurrentDirectory, path, flags: 0);

    /// <summary>Null when the handle's file cannot be asked for.</summary>
    public static FileStatus? Of(SafeFileHandle handle) => Read((int)handle.DangerousGetHandle(), "", EmptyPath);

    private static FileStatus? Read(int directory, string path, int flags)
    {
        if (statx(directory, path, flags, LinksInodeAndSize, out var status) == 0)
        {
            return new FileStatus(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode, (long)status.Size, status.Links);
        }

        var error = Marshal.GetLastPInvokeError();
        return error is NoSuchFile or NotADirectory
            ? null
            : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

#pragma warning disable SYSLIB1054, IDE1006 // Unsafe code for one call would be allowed everywhere; the name is the kernel's.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Statx status);
#pragma warning restore SYSLIB1054, IDE1006

    /// <summary>The kernel's struct statx, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
