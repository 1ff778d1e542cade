using System.Runtime.Versioning;
using Dapper;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>What the server finds at its start, after somebody did something to the files while it was away.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class StoreIdentityTests
{
    private TempDirectory _directory = null!;
    private string _path = null!;
    private string _marker = null!;

    [SetUp]
    public async Task SetUp()
    {
        _directory = new TempDirectory();
        _path = _directory.File("apiserver.db");
        _marker = _path + ".id";
        await StoreFiles.CreateAsync(_path, rows: 20);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Open_AgainAndAgain_IsTheSameStore()
    {
        var first = StoreMarker.Read(_path)!;

        await StoreFiles.CreateAsync(_path, rows: 0);

        var second = StoreMarker.Read(_path)!;
        Assert.That((second.StoreId, second.IsOpen, second.Opened), Is.EqualTo((first.StoreId, false, first.Opened + 1)));
        Assert.That(File.GetUnixFileMode(_marker), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Open_FileRemoved_IsRefusedUntilTheMarkerIsRemovedToo()
    {
        File.Delete(_path);

        Assert.That(
            StoreFiles.Refusal(_path), Does.Contain("missing").And.Contain("backup").And.Contain($"remove {_marker} to begin anew"));
        Assert.That(File.Exists(_path), Is.False, "nothing was begun");
        File.Delete(_marker);
        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.Zero);
    }

    [Test]
    public void Open_FileEmptied_IsRefused()
    {
        File.WriteAllBytes(_path, []);

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("empty").And.Contain($"remove {_marker}"));
        Assert.That(new FileInfo(_path).Length, Is.Zero);
    }

    [Test]
    public void Open_DatabaseWithoutTablesInItsPlace_IsRefused()
    {
        File.Delete(_path);
        using (var connection = StoreFiles.Connect(_path))
        {
            connection.Execute("CREATE TABLE t (id); DROP TABLE t");
        }

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("there was a store in it"));
    }

    [Test]
    public async Task Open_AnotherStoreInItsPlace_IsRefusedUntilTheMarkerIsRemoved()
    {
        var other = _directory.File("other.db");
        await StoreFiles.CreateAsync(other, rows: 3);
        File.Move(other, _path, overwrite: true);
        var before = await File.ReadAllBytesAsync(_path);

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("another store").And.Contain($"remove {_marker}"));
        Assert.That(await File.ReadAllBytesAsync(_path), Is.EqualTo(before));
        File.Delete(_marker);
        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.EqualTo(3));
    }

    [Test]
    public async Task Open_OlderCopyOfTheSameStorePutBack_Starts([Values] bool inPlace)
    {
        var copy = _directory.File("copy.db");
        File.Copy(_path, copy);
        await StoreFiles.CreateAsync(_path, rows: 0);
        if (inPlace)
        {
            await File.WriteAllBytesAsync(_path, await File.ReadAllBytesAsync(copy));
        }
        else
        {
            File.Move(copy, _path, overwrite: true);
        }

        await using var store = new TestStore(_path);

        Assert.That(Stored(store), Is.EqualTo(20));
    }

    [Test]
    public async Task Open_StoreFromBeforeThereWereIds_StartsAndIsGivenOne()
    {
        using (var connection = StoreFiles.Connect(_path))
        {
            connection.Execute("DROP TABLE store; DELETE FROM schema_version WHERE ScriptName LIKE '0012%'");
        }

        File.Delete(_marker);
        await StoreFiles.CreateAsync(_path, rows: 0);

        Assert.That(StoreMarker.Read(_path)!.StoreId, Is.Not.Empty);
        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Is.EqualTo(20));
        Assert.That(store.ReadElsewhere<string>("SELECT id FROM store"), Is.EqualTo([StoreMarker.Read(_path)!.StoreId]));
    }

    [Test]
    public async Task Open_MarkerOverwrittenByNonsense_StartsAndWritesItAnew()
    {
        var id = StoreMarker.Read(_path)!.StoreId;
        await File.WriteAllTextAsync(_marker, "nonsense\n");

        await StoreFiles.CreateAsync(_path, rows: 0);

        Assert.That(StoreMarker.Read(_path)!.StoreId, Is.EqualTo(id));
    }

    [Test]
    public async Task Open_KilledWithItsLog_Starts()
    {
        await using var killed = new KilledStore(_directory.File("killed"));
        await killed.KillAsync(rows: 5);

        await using var store = new TestStore(killed.Path);

        Assert.That(Stored(store), Is.EqualTo(5));
        Assert.That(Said(store), Has.None.Contains("write-ahead log is missing"));
    }

    [Test]
    public async Task Open_KilledWithoutItsLog_IsRefused([Values] bool cut, [Values] bool isFirstLife)
    {
        await using var killed = new KilledStore(_directory.File("killed"));
        await killed.KillAsync(rows: 5, isFirstLife);
        if (cut)
        {
            await File.WriteAllBytesAsync(killed.Path + "-wal", []);
        }
        else
        {
            File.Delete(killed.Path + "-wal");
        }

        Assert.That(
            StoreFiles.Refusal(killed.Path),
            Does.Contain("write-ahead log").And.Contain("Put the log back").And.Contain($"remove {killed.Path}.id"));
        File.Delete(killed.Path + ".id");
        await using var store = new TestStore(killed.Path);
        Assert.That(Stored(store), Is.Zero, "only what was in the file");
    }

    [Test]
    public async Task Open_KilledAndFoldedByAnotherProgram_StartsAndSaysSo()
    {
        await using var killed = new KilledStore(_directory.File("killed"));
        await killed.KillAsync(rows: 5);
        using (var shell = StoreFiles.Connect(killed.Path))
        {
            shell.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        File.Delete(killed.Path + "-wal");
        await using var store = new TestStore(killed.Path);

        Assert.That(Stored(store), Is.EqualTo(5));
        Assert.That(Said(store), Has.Some.Contains("write-ahead log is missing"));
    }

    [Test]
    public async Task Open_OtherNamesOfTheSameFile_LetNobodyIn()
    {
        await using var store = new TestStore(_path);
        var hard = _directory.File("hard.db");
        await KilledStore.RunAsync("ln", _path, hard);
        var symbolic = _directory.File("symbolic.db");
        File.CreateSymbolicLink(symbolic, _path);

        Assert.That(StoreFiles.Refusal(hard), Does.Contain("in use by another server"));
        Assert.That(
            Assert.Throws<StartupException>(() => StoreFiles.Open(symbolic).Dispose())!.Message, Does.Contain("in use by another server"));
        await Rows.AddAsync(store.Writer, "still");
    }

    [Test]
    public async Task Open_HardLinkOfAFileThatIsClosed_StartsByTheOldNameAndWarns()
    {
        var hard = _directory.File("hard.db");
        await KilledStore.RunAsync("ln", _path, hard);
        Assert.That(StoreFiles.Refusal(hard), Does.Contain("opened by another name"));

        await using var store = new TestStore(_path);

        Assert.That(Said(store), Has.Some.Contains("hard links"));
    }

    private static IEnumerable<string> Said(TestStore store) => store.Logs.Entries.Select(entry => entry.Message);

    private static int Stored(TestStore store) => store.ReadElsewhere<int>("SELECT count(*) FROM grafana_api").Single();
}
