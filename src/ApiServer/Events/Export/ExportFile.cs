namespace Tricorder.ApiServer.Events.Export;

/// <summary>
/// A file of events that is only ever added to, and says by its last line how far it goes. It is opened anew for each batch, so it may
/// be renamed away at any time.
/// </summary>
internal sealed class ExportFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxLine = 64 * 1024;

    /// <summary>The sequence of the last event in the file; null = it has none. Half a line, from a crash, is cut off.</summary>
    public long? Repair()
    {
        using var file = Open(FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var tail = new byte[(int)Math.Min(file.Length, 2 * MaxLine)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        file.SetLength(file.Length - (tail.Length - end));
        if (end == 0)
        {
            return null;
        }

        var line = tail.AsSpan(0, end - 1);
        return EventLine.SequenceOf(line[(line.LastIndexOf((byte)'\n') + 1)..]);
    }

    /// <summary>Adds lines; when this returns they are on disk, and when it throws none of them counts.</summary>
    public void Append(IEnumerable<byte[]> lines)
    {
        using var file = Open(FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var before = file.Length;
        file.Seek(0, SeekOrigin.End);
        try
        {
            foreach (var line in lines)
            {
                file.Write(line);
            }

            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }
    }

    private FileStream Open(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
