using System.Runtime.Versioning;
using Dapper;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>
/// The disk fills up while a commit group is written. On a small file system of its own; where that may not be mounted, SQLite's limit
/// on the number of pages gives the same error.
/// </summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class DiskFullTests
{
    private const int Kilobyte = 1024;

    private SmallDisk? _disk;
    private TempDirectory? _directory;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _disk = SmallDisk.TryMount(megabytes: 16);
        _directory = _disk is null ? new TempDirectory() : null;
        _path = _disk?.File("apiserver.db") ?? _directory!.File("apiserver.db");
        TestContext.Out.WriteLine(_disk is null ? "disk full by PRAGMA max_page_count" : "disk full on a tmpfs of 16 MiB");
    }

    [TearDown]
    public void TearDown()
    {
        _disk?.Dispose();
        _directory?.Dispose();
    }

    // Small units fail at COMMIT; more than the page cache holds fails in the middle, in a unit behind others that were released.
    [TestCase(200, 4, TestName = "Commit_DiskFullAtCommit_LosesAndClaimsNothing")]
    [TestCase(40, 512, TestName = "Commit_DiskFullInTheMiddleOfAGroup_LosesAndClaimsNothing")]
    public async Task Commit_DiskFull_LosesAndClaimsNothing(int units, int kilobytes)
    {
        var content = new string('x', kilobytes * Kilobyte);
        List<string> acknowledged = [];
        await using (var store = new TestStore(_path))
        {
            store.Logs.ErrorsExpected = true;
            await WriteAsync(store, "before", 20, content: "small", acknowledged);
            await MakeFullAsync(store);

            var refused = await WriteAsync(store, "during", units, content, acknowledged);

            Assert.That(refused, Is.Not.Empty);
            Assert.That(refused, Has.All.Matches<UnavailableException>(e => e.Reason == "STORE_FULL" && e.RetryAfter > TimeSpan.Zero));
            Assert.That(store.Health.Failure?.Message, Does.Contain("full"));
            Assert.That(Stored(store), Is.EqualTo(acknowledged), "while the disk is full");

            await MakeRoomAsync(store);
            Assert.That(await WriteAsync(store, "after", 20, content: "small", acknowledged), Is.Empty);
            Assert.That(store.Health.Failure, Is.Null);
            Assert.That(Stored(store), Is.EqualTo(acknowledged), "once there is room again");
        }

        await using var reopened = new TestStore(_path);
        Assert.That(Stored(reopened), Is.EqualTo(acknowledged), "after reopening");
        Assert.That(reopened.ReadElsewhere<string>("PRAGMA integrity_check"), Is.EqualTo(["ok"]));
    }

    [Test]
    public async Task Open_LeftByACrashOnAFullDisk_HasEverythingAcknowledged()
    {
        List<string> acknowledged = [];
        using var elsewhere = new TempDirectory();
        var crashed = elsewhere.File("apiserver.db");
        await using (var store = new TestStore(_path))
        {
            store.Logs.ErrorsExpected = true;
            await WriteAsync(store, "before", 20, content: "small", acknowledged);
            await MakeFullAsync(store);
            await WriteAsync(store, "during", 40, new string('x', 512 * Kilobyte), acknowledged);
            File.Copy(_path, crashed);
            File.Copy(_path + "-wal", crashed + "-wal");
            await MakeRoomAsync(store);
        }

        await using var reopened = new TestStore(crashed);

        Assert.That(Stored(reopened), Is.EqualTo(acknowledged));
    }

    [Test]
    public void Open_DiskFull_SaysSo()
    {
        if (_disk is null)
        {
            Prerequisite.Missing("root, to mount a small file system");
        }

        _disk!.Fill(spare: 0);

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("full").And.Contain("Free some space"));
    }

    // In a store that is there already: SQLite cannot make the index of the log, or not all of it,
    // or cannot write the first pages to the log.
    [TestCase(0)]
    [TestCase(20 * Kilobyte)]
    [TestCase(36 * Kilobyte)]
    public async Task Open_DiskFullWithAStore_SaysWhereAndHowMuchIsFreeAndLeavesNothing(long spare)
    {
        if (_disk is null)
        {
            Prerequisite.Missing("root, to mount a small file system");
        }

        await StoreFiles.CreateAsync(_path, rows: 3);
        _disk!.Fill(spare);

        var message = Assert.Throws<StartupException>(() => _ = new TestStore(_path))!.Message;

        Assert.That(message, Does.Contain($"The disk that holds the database file {_path} is full")
            .And.Contain("bytes are free")
            .And.Contain("Free some space"));
        Assert.That(File.Exists(_path + ".tried"), Is.False);
        _disk.Free();
        await using var store = new TestStore(_path);
        Assert.That(Stored(store), Has.Count.EqualTo(3));
    }

    /// <summary>Queues all of it at once behind a busy writer, notes who was told success, and returns what the others were told.</summary>
    private static async Task<List<UnavailableException>> WriteAsync(
        TestStore store, string name, int units, string content, List<string> acknowledged)
    {
        List<(string Id, Task Write)> queued;
        using (store.Hold())
        {
            var ids = Enumerable.Range(0, units).Select(i => $"{name} {i:000}");
            queued = [.. ids.Select(id => (id, Rows.AddAsync(store.Writer, id, content)))];
        }

        List<UnavailableException> refused = [];
        foreach (var (id, write) in queued)
        {
            try
            {
                await write;
                acknowledged.Add(id);
            }
            catch (UnavailableException e)
            {
                refused.Add(e);
            }
        }

        return refused;
    }

    private static IReadOnlyList<string> Stored(TestStore store) => store.ReadElsewhere<string>(Rows.AllSql);

    private async Task MakeFullAsync(TestStore store)
    {
        if (_disk is null)
        {
            await store.Writer.WriteAsync(unit => unit.Connection.Execute("PRAGMA max_page_count = 90"), CancellationToken.None);
            return;
        }

        _disk.Fill(spare: 256 * Kilobyte);
    }

    private async Task MakeRoomAsync(TestStore store)
    {
        if (_disk is null)
        {
            await store.Writer.WriteAsync(unit => unit.Connection.Execute("PRAGMA max_page_count = 1000000"), CancellationToken.None);
            return;
        }

        _disk.Free();
    }
}
