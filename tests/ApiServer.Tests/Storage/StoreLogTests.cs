using System.Runtime.Versioning;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>The log of a server that was killed lies beside a file that it may not be of.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class StoreLogTests
{
    private TempDirectory _directory = null!;
    private string _path = null!;
    private string _backup = null!;

    [SetUp]
    public async Task SetUp()
    {
        _directory = new TempDirectory();
        _path = _directory.File("apiserver.db");
        _backup = _directory.File("backup.db");
        await StoreFiles.CreateAsync(_path, rows: 20);
        File.Copy(_path, _backup);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Open_BackupBesideTheLogOfTheFileBefore_SaysSoAndStartsOnceItIsMovedAway([Values] bool inPlace)
    {
        await KillAsync(_path, "newer");
        Restore(_backup, inPlace);

        var message = StoreFiles.Refusal(_path);

        Assert.That(message, Does.Contain("is older than the write-ahead log").And.Contain($"move {_path}-wal").And.Not.Contain("damaged"));
        Assert.That(StoreFiles.Refusal(_path), Is.EqualTo(message), "nothing was changed by that");
        File.Move(_path + "-wal", _path + "-wal.old");
        if (message.Contains($"{_path}.id away", StringComparison.Ordinal))
        {
            File.Delete(_path + ".id");
        }

        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.EqualTo(20));
    }

    [Test]
    public async Task Open_BackupBesideTheLog_TheFileFromBeforePutBack_LosesNothing()
    {
        await KillAsync(_path, "newer");
        File.Move(_path, _path + ".before");
        File.Copy(_backup, _path);
        Assert.That(StoreFiles.Refusal(_path), Does.Contain("put the file from before back beside its log"));

        File.Move(_path + ".before", _path, overwrite: true);

        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.EqualTo(21));
    }

    [Test]
    public async Task Open_CopyOfTheVeryFileBesideItsLog_LeavesTheChoiceAndLosesNothing()
    {
        await KillAsync(_path, "newer");
        File.Copy(_path, _path + ".copy");
        File.Move(_path + ".copy", _path, overwrite: true);

        Assert.That(
            StoreFiles.Refusal(_path),
            Does.Contain($"move {_path}-wal away").And.Contain($"to go on with both, remove {_path}.id"));
        File.Delete(_path + ".id");

        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.EqualTo(21));
    }

    [Test]
    public async Task Open_FileAndLogAndNoteCopiedElsewhere_Starts()
    {
        await KillAsync(_path, "newer");
        var elsewhere = Directory.CreateDirectory(_directory.File("elsewhere")).FullName;
        foreach (var suffix in (string[])["", "-wal", ".id"])
        {
            File.Copy(_path + suffix, Path.Combine(elsewhere, "apiserver.db" + suffix));
        }

        await using var store = new TestStore(Path.Combine(elsewhere, "apiserver.db"));
        Assert.That(Stored(store), Is.EqualTo(21));
    }

    [Test]
    public async Task Open_OlderFileRestoredWithItsOwnLog_IsNotTakenForTheOtherLog([Values] bool sameLog)
    {
        await KillAsync(_path, "older");
        var older = Directory.CreateDirectory(_directory.File("older")).FullName;
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.Copy(_path + suffix, Path.Combine(older, "apiserver.db" + suffix));
        }

        if (!sameLog)
        {
            // Closed in order, so that the log is removed and the next life makes one.
            await StoreFiles.CreateAsync(_path, rows: 0);
        }

        await KillAsync(_path, "newer");
        foreach (var suffix in (string[])["", "-wal"])
        {
            await File.WriteAllBytesAsync(_path + suffix, await File.ReadAllBytesAsync(Path.Combine(older, "apiserver.db" + suffix)));
        }

        // As the note says that this very file was open last, its count of openings is less than noted: that is for a person to decide.
        Assert.That(
            StoreFiles.Refusal(_path),
            Does.Contain("with a backup that you put here, remove").And.Not.Contain($"move {_path}-wal"));
        File.Delete(_path + ".id");
        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.EqualTo(21));
    }

    [Test]
    public async Task Open_DamagedFileBesideALog_TellsOfTheLog()
    {
        await KillAsync(_path, "newer");
        using (var stream = File.OpenWrite(_path))
        {
            stream.Position = 4096 * 3;
            stream.Write(new byte[4096 * 4]);
        }

        Assert.That(
            StoreFiles.Refusal(_path),
            Does.Contain("damaged").And.Contain($"its write-ahead log {_path}-wal may be of the file that was here before"));
    }

    [Test]
    public async Task Identity_LogBegunAnewManyTimes_IsTheSame()
    {
        await using var store = new TestStore(_path);
        var before = LogHeader.Read(_path)!.Value;
        for (var i = 0; i < 40; i++)
        {
            await Rows.AddAsync(store.Writer, $"big {i:00}", new string('x', 600_000));
        }

        var after = LogHeader.Read(_path)!.Value;
        Assert.That((after.Id, after.Count), Is.EqualTo((before.Id, after.Salt - before.Id)));
        Assert.That(after.Count, Is.GreaterThan(before.Count));
        Assert.That(StoreMarker.Read(_path)!.Log, Is.EqualTo(before));
    }

    /// <summary>
    /// Opens the store, writes one row more and leaves the files as a kill does. They stay the very files by their inodes, but for the log.
    /// </summary>
    private async Task KillAsync(string path, string row)
    {
        var saved = Directory.CreateDirectory(_directory.File($"saved-{row}")).FullName;
        await using var store = new TestStore(path);
        await Rows.AddAsync(store.Writer, row);
        foreach (var suffix in (string[])["", "-wal", ".id"])
        {
            File.Copy(path + suffix, Path.Combine(saved, "apiserver.db" + suffix));
        }

        // What closing changes is undone: in the same files, which keep their inodes, and a log in the place of the one that it removed.
        await store.CloseAsync();
        foreach (var suffix in (string[])["", "-wal", ".id"])
        {
            await File.WriteAllBytesAsync(path + suffix, await File.ReadAllBytesAsync(Path.Combine(saved, "apiserver.db" + suffix)));
        }

        (StoreMarker.Read(path)! with { LogInode = FileStatus.Of(path + "-wal")!.Value.Inode }).Write(path);
    }

    private void Restore(string backup, bool inPlace)
    {
        if (inPlace)
        {
            File.WriteAllBytes(_path, File.ReadAllBytes(backup));
            return;
        }

        File.Copy(backup, _path + ".restored");
        File.Move(_path + ".restored", _path, overwrite: true);
    }

    private static int Stored(TestStore store) => store.ReadElsewhere<int>("SELECT count(*) FROM grafana_api").Single();
}
