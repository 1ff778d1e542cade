using System.Diagnostics;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>A file system of a few megabytes of this test's own. Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _directory = new();

    private SmallDisk()
    {
    }

    public string Path => _directory.Path;

    /// <summary>Null where mounting is not permitted.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path))
        {
            return disk;
        }

        disk._directory.Dispose();
        return null;
    }

    public string File(string name) => _directory.File(name);

    public void MakeReadOnly() => Assert.That(Run("mount", "-o", "remount,ro", Path), Is.True);

    /// <summary>Only this file; root does not heed its mode.</summary>
    public static void MakeReadOnly(string file) =>
        Assert.That(Run("mount", "--bind", file, file) && Run("mount", "-o", "remount,bind,ro", file), Is.True);

    /// <summary>Takes all the space that is left, but for <paramref name="spare"/> bytes.</summary>
    public void Fill(long spare)
    {
        using var filler = System.IO.File.Create(File("filler"), bufferSize: 1);
        var free = new DriveInfo(Path).AvailableFreeSpace;
        filler.Write(new byte[Math.Max(0, free - spare)]);
    }

    public void Free() => System.IO.File.Delete(File("filler"));

    public void Dispose()
    {
        Run("umount", "--recursive", "--lazy", Path);
        _directory.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
