using System.Text;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Reads files of manifests and programs: no more of them than anybody writes, and none that never end.</summary>
internal static class BoundedFile
{
    /// <summary>More than any program that the server takes; what is longer is not what was meant.</summary>
    private const int MaxLength = 16 << 20;

    /// <summary>
    /// All bytes of a regular file. Opening a named pipe or a device may wait for ever; both have no length, and a file without content is
    /// no program and no manifest either. <paramref name="what"/> is what should be in it.
    /// </summary>
    public static byte[] Read(string path, string what)
    {
        var file = new FileInfo(path);
        if (file is { Exists: true, Length: 0 }
            || file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true, Length: 0 })
        {
            throw new IOException($"there is no {what} in it: {path} is empty, or is no regular file");
        }

        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>What comes out of standard input, or of a pipe that the command line names, as a shell makes of a command.</summary>
    public static byte[] Read(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxLength)
            {
                throw new IOException($"{name} has more than {MaxLength:N0} bytes, which no manifest and no program has");
            }
        }

        return bytes.ToArray();
    }

    /// <summary>UTF-8, with or without a mark at its beginning.</summary>
    public static string Text(byte[] bytes) => new StreamReader(new MemoryStream(bytes), Encoding.UTF8).ReadToEnd();
}
