using Microsoft.Data.Sqlite;
using System.Runtime.Versioning;
using Dapper;
using SQLitePCL;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>The files are taken away under a store that runs.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class StoreGuardTests
{
    private TempDirectory _directory = null!;
    private string _path = null!;
    private TestStore _store = null!;
    private bool _moved;

    [SetUp]
    public async Task SetUp()
    {
        _moved = false;
        _directory = new TempDirectory();
        _path = _directory.File("apiserver.db");
        await StoreFiles.CreateAsync(_path, rows: 200);
        _store = new TestStore(_path);
        await Rows.AddAsync(_store.Writer, "before");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Write_FileMovedAwayAndBack_IsRefusedMeanwhile()
    {
        _store.Logs.ErrorsExpected = true;
        File.Move(_path, _path + ".away");

        var refusal = Refused();

        Assert.That(refusal.Reason, Is.EqualTo("STORE_FILE_LOST"));
        Assert.That(refusal.Message, Does.Contain("moved or removed").And.Contain("restore a backup"));
        Assert.That(_store.Health.Failure?.Message, Is.EqualTo(refusal.Message));
        File.Move(_path + ".away", _path);
        await Rows.AddAsync(_store.Writer, "after");
        Assert.That(_store.Health.Failure, Is.Null);
        Assert.That(Stored(), Is.EqualTo(["after", "before"]), "what was refused is not there");
    }

    [Test]
    public void Write_FileRemoved_IsRefusedAgainAndAgain()
    {
        _store.Logs.ErrorsExpected = true;
        File.Delete(_path);

        Assert.That(Refused().Message, Does.Contain("moved or removed"));
        Assert.That(Refused().Message, Does.Contain("moved or removed"));
    }

    [Test]
    public async Task Write_FileMovedBetweenCommitAndAnswer_IsNotAcknowledgedThoughMemoryFollows()
    {
        _store.Logs.ErrorsExpected = true;
        var followed = false;

        var refusal = Assert.ThrowsAsync<UnavailableException>(() => _store.Writer.WriteAsync(
            unit =>
            {
                Rows.Add(unit, "committed");
                unit.AfterCommit(() => followed = true);
                raw.sqlite3_profile(((SqliteConnection)unit.Connection).Handle, (_, statement, _) => MoveAway(statement), null);
            },
            CancellationToken.None))!;

        Assert.That(refusal.Message, Does.Contain("whether the change is stored is not known"));
        Assert.That(followed, Is.True, "what is read is what the open file has");
        File.Move(_path + ".away", _path);
        await Rows.AddAsync(_store.Writer, "after");
        Assert.That(Stored(), Is.EqualTo(["after", "before", "committed"]));
    }

    [Test]
    public void Write_FileReplaced_IsRefused()
    {
        _store.Logs.ErrorsExpected = true;
        File.Copy(_path, _path + ".copy");
        File.Move(_path + ".copy", _path, overwrite: true);

        Assert.That(Refused().Message, Does.Contain("replaced"));
    }

    [TestCase(0)]
    [TestCase(50)]
    [TestCase(8192)]
    public void Write_FileCut_IsRefused(long length)
    {
        _store.Logs.ErrorsExpected = true;
        Cut(_path, length);

        Assert.That(Refused().Message, Does.Contain("cut"));
    }

    [Test]
    public async Task Write_LogRemoved_IsRefusedAndWhatWasAcknowledgedIsSaved()
    {
        _store.Logs.ErrorsExpected = true;
        File.Delete(_path + "-wal");

        var refusal = Refused();

        Assert.That(refusal.Reason, Is.EqualTo("STORE_LOG_LOST"));
        Assert.That(refusal.Message, Does.Contain("Restart the server"));
        var copy = _directory.File("copy.db");
        File.Copy(_path, copy);
        await using var saved = new TestStore(copy);
        Assert.That(saved.ReadElsewhere<string>("SELECT id FROM grafana_api WHERE id = 'before'"), Is.EqualTo(["before"]));
    }

    [Test]
    public void Write_LogCut_IsRefused()
    {
        _store.Logs.ErrorsExpected = true;
        Cut(_path + "-wal", 0);

        Assert.That(Refused().Reason, Is.EqualTo("STORE_LOG_LOST"));
    }

    [Test]
    public async Task Write_LogFoldedAndShortenedByAnotherProgram_GoesOn()
    {
        using (var shell = StoreFiles.Connect(_path))
        {
            shell.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        Assert.That(new FileInfo(_path + "-wal").Length, Is.Zero);
        await Rows.AddAsync(_store.Writer, "after");

        Assert.That(_store.Health.Failure, Is.Null);
        Assert.That(Stored(), Is.EqualTo(["after", "before"]));
    }

    [Test]
    public async Task Write_LogCut_IsRefusedForGood_AndSoIsTheNextStart([Values(0, 4096)] long length)
    {
        _store.Logs.ErrorsExpected = true;
        Cut(_path + "-wal", length);

        for (var i = 0; i < 3; i++)
        {
            Assert.That(Refused().Message, Does.Contain("cut").And.Contain("restore a backup"));
        }

        await _store.CloseAsync();
        Assert.That(StoreFiles.Refusal(_path), Does.Contain("may lack").And.Contain($"remove {_path}.id"));
        Assert.That(StoreFiles.Refusal(_path), Does.Contain("may lack"), "again and again");
        File.Delete(_path + ".id");
        await StoreFiles.CreateAsync(_path, rows: 0);
    }

    [Test]
    public async Task Write_LogCutOfWhichAllIsInTheFile_GoesOnOnceTheLogCanBeginAnew()
    {
        _store.Logs.ErrorsExpected = true;
        using (var reader = StoreFiles.Connect(_path))
        {
            reader.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            using var transaction = reader.BeginTransaction(deferred: true);
            reader.ExecuteScalar("SELECT count(*) FROM schema_version");
            Cut(_path + "-wal", 0);
        }

        await Rows.AddAsync(_store.Writer, "after");

        var copy = _directory.File("copy.db");
        File.Copy(_path, copy);
        File.Copy(_path + "-wal", copy + "-wal");
        await using var saved = new TestStore(copy);
        Assert.That(
            saved.ReadElsewhere<string>("SELECT id FROM grafana_api WHERE id GLOB '[a-z]*' ORDER BY id"), Is.EqualTo(["after", "before"]));
    }

    [Test]
    public async Task Write_LogRemovedWhileAReaderIsInTheWay_IsSavedLater()
    {
        _store.Logs.ErrorsExpected = true;
        using (var reader = StoreFiles.Connect(_path))
        {
            using var transaction = reader.BeginTransaction(deferred: true);
            reader.ExecuteScalar("SELECT count(*) FROM grafana_api");
            await Rows.AddAsync(_store.Writer, "later");
            File.Delete(_path + "-wal");

            Assert.That(Refused().Message, Does.Contain("not yet in the database file"));
        }

        Assert.That(Refused().Message, Does.Contain("Restart the server"));
        await _store.CloseAsync();
        await using var again = new TestStore(_path);
        Assert.That(
            again.ReadElsewhere<string>("SELECT id FROM grafana_api WHERE id GLOB '[a-z]*' ORDER BY id"), Is.EqualTo(["before", "later"]));
    }

    [Test]
    public async Task Close_LogRemovedWhileAReaderIsInTheWay_NextStartIsRefused()
    {
        _store.Logs.ErrorsExpected = true;
        using var reader = StoreFiles.Connect(_path);
        using var transaction = reader.BeginTransaction(deferred: true);
        reader.ExecuteScalar("SELECT count(*) FROM grafana_api");
        await Rows.AddAsync(_store.Writer, "later");
        File.Delete(_path + "-wal");

        await _store.CloseAsync();

        Assert.That(StoreMarker.Read(_path)!.IsLost, Is.True);
        transaction.Dispose();
        reader.Dispose();
        Assert.That(StoreFiles.Refusal(_path), Does.Contain("may lack"));
    }

    [Test]
    public async Task Write_FileOfWhichNothingCanBeSaid_IsRefusedAndGoesOnLater()
    {
        _store.Logs.ErrorsExpected = true;
        File.Move(_path, _path + ".away");
        File.CreateSymbolicLink(_path, _path); // It leads to itself.

        Assert.That(Refused().Message, Does.Contain("unreachable"));

        File.Delete(_path);
        File.Move(_path + ".away", _path);
        await Rows.AddAsync(_store.Writer, "after");
        Assert.That(_store.Health.Failure, Is.Null);
    }

    [Test]
    public async Task Write_LogFoldedInAndFileShrunkBySqlite_GoesOn()
    {
        await _store.Writer.WriteAsync(
            unit => unit.Connection.Execute("DELETE FROM grafana_api WHERE id <> 'before'"), CancellationToken.None);
        _store.File.Guard.WhileFolding(() =>
        {
            using var connection = _store.Database.OpenWrite();
            connection.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        });

        await Rows.AddAsync(_store.Writer, "after");

        Assert.That(Stored(), Is.EqualTo(["after", "before"]));
    }

    [Test]
    public async Task Write_ManyGroupsThatGrowAndRestartTheLog_GoOn()
    {
        for (var i = 0; i < 60; i++)
        {
            await Rows.AddAsync(_store.Writer, $"big {i:00}", new string('x', 300_000));
        }

        Assert.That(_store.Health.Failure, Is.Null);
    }

    [Test]
    public async Task Look_ThousandTimes_CostsLessThanACommit()
    {
        var guard = _store.File.Guard;
        guard.Check();
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 1000; i++)
        {
            Assert.That(guard.Check(), Is.Null);
        }

        var took = System.Diagnostics.Stopwatch.GetElapsedTime(start) / 1000;
        await TestContext.Out.WriteLineAsync($"one look: {took.TotalMicroseconds:0.0} us");
        Assert.That(took, Is.LessThan(TimeSpan.FromMilliseconds(1)));
    }

    private void MoveAway(string statement)
    {
        if (statement == "COMMIT" && !_moved)
        {
            _moved = true;
            File.Move(_path, _path + ".away");
        }
    }

    private UnavailableException Refused() =>
        Assert.ThrowsAsync<UnavailableException>(() => Rows.AddAsync(_store.Writer, $"refused {Guid.NewGuid()}"))!;

    private IReadOnlyList<string> Stored() => _store.ReadElsewhere<string>("SELECT id FROM grafana_api WHERE id GLOB '[a-z]*' ORDER BY id");

    private static void Cut(string path, long length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(length);
    }
}
