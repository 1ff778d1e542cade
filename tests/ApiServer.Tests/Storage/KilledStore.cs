using System.Diagnostics;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>
/// The files of a store whose process was killed: copies of what is there while it runs, in a directory of their own. The note beside them
/// says that they are the very files, as it does after a kill.
/// </summary>
internal sealed class KilledStore(string directory) : IAsyncDisposable
{
    private readonly TempDirectory _living = new();
    private TestStore? _store;

    public string Path => System.IO.Path.Combine(directory, "apiserver.db");

    /// <summary>Writes this many rows and takes the files as they are then; by default in the store's second life.</summary>
    public async Task KillAsync(int rows, bool isFirstLife = false)
    {
        var path = _living.File("apiserver.db");
        if (!isFirstLife)
        {
            await StoreFiles.CreateAsync(path, rows: 0);
        }

        _store = new TestStore(path);
        for (var i = 0; i < rows; i++)
        {
            await Rows.AddAsync(_store.Writer, $"{i}");
        }

        Directory.CreateDirectory(directory);
        foreach (var suffix in (string[])["", "-wal", ".id"])
        {
            File.Copy(path + suffix, Path + suffix);
        }

        var marker = StoreMarker.Read(Path)!;
        var status = FileStatus.Of(Path)!.Value;
        (marker with { Device = status.Device, Inode = status.Inode }).Write(Path);
    }

    public static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, command);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _living.Dispose();
    }
}
