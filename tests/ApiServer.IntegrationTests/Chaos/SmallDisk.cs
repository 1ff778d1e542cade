using System.Diagnostics;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>A file system of a few megabytes that can be filled up and freed again.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Block = 4096;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts one; where that is not allowed the test is ignored, on CI it fails.</summary>
    public static SmallDisk Mount(int mebibytes)
    {
        var path = Directory.CreateTempSubdirectory("apiserver-disk-").FullName;
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        const string Missing = "Needs the right to mount a tmpfs.";
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(Missing);
        }

        Assert.Ignore(Missing);
        throw new UnreachableException();
    }

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[Block];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
