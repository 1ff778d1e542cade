using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class StoreWriterTests
{
    [Test]
    public async Task WriteAsync_TaskCompleted_AnotherConnectionSeesTheRow()
    {
        await using var store = new TestStore();

        await Rows.AddAsync(store.Writer, "a");

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task WriteAsync_BeforeCommit_NobodySeesTheRow()
    {
        await using var store = new TestStore();

        var seen = await store.Writer.WriteAsync(
            unit =>
            {
                Rows.Add(unit, "a");
                return store.ReadElsewhere<string>(Rows.AllSql);
            },
            CancellationToken.None);

        Assert.That(seen, Is.Empty);
    }

    [Test]
    public async Task WriteAsync_QueuedWhileBusy_CommittedInFewGroups()
    {
        await using var store = new TestStore();
        Task[] queued;
        using (store.Hold())
        {
            queued = [.. Enumerable.Range(0, 300).Select(i => Rows.AddAsync(store.Writer, $"{i}"))];
            Assert.That(store.Meters.Measured("writer_queue_depth"), Does.Contain(300));
        }

        await Task.WhenAll(queued);

        var groups = store.Meters.Measured("commit_group_size");
        Assert.That(groups.Sum(), Is.EqualTo(301));
        Assert.That(groups, Has.Count.LessThan(100));
        Assert.That(store.Meters.Measured("commit_seconds"), Has.Count.EqualTo(groups.Count));
    }

    [Test]
    public async Task WriteAsync_ThousandsOfConcurrentWriters_EachExactlyOnce()
    {
        await using var store = new TestStore();

        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => Task.Run(() => Rows.AddAsync(store.Writer, $"{i}"))));

        var rows = store.ReadElsewhere<string>(Rows.AllSql);
        Assert.That(rows, Is.EquivalentTo(Enumerable.Range(0, 10_000).Select(i => $"{i}")));
    }

    [Test]
    public async Task WriteAsync_OneCallerInSequence_KeepsItsOrder()
    {
        await using var store = new TestStore();
        Task[] queued;
        using (store.Hold())
        {
            queued = [.. Enumerable.Range(0, 50).Select(i => Rows.AddAsync(store.Writer, $"{i:00}"))];
        }

        await Task.WhenAll(queued);

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(Enumerable.Range(0, 50).Select(i => $"{i:00}")));
    }

    [Test]
    public async Task WriteAsync_ConstraintBroken_RollsBackThatUnitAlone()
    {
        await using var store = new TestStore();
        Task before, broken, after;
        using (store.Hold())
        {
            before = Rows.AddAsync(store.Writer, "before");
            broken = store.Writer.WriteAsync(
                unit =>
                {
                    Rows.Add(unit, "half");
                    Rows.Add(unit, "before");
                },
                CancellationToken.None);
            after = Rows.AddAsync(store.Writer, "after");
        }

        await Task.WhenAll(before, after);
        Assert.ThrowsAsync<SqliteException>(() => broken);
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["before", "after"]));
        Assert.That(store.Health.Failure, Is.Null);
    }

    [Test]
    public async Task WriteAsync_RuleBroken_RollsBackThatUnitAloneAndTellsTheCaller()
    {
        await using var store = new TestStore();
        var refused = new NotFoundException("module", "m");
        Task broken, after;
        using (store.Hold())
        {
            broken = store.Writer.WriteAsync(
                unit =>
                {
                    Rows.Add(unit, "half");
                    throw refused;
                },
                CancellationToken.None);
            after = Rows.AddAsync(store.Writer, "after");
        }

        await after;
        Assert.That(Assert.ThrowsAsync<NotFoundException>(() => broken), Is.SameAs(refused));
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["after"]));
    }

    [Test]
    public async Task WriteAsync_CancelledBeforeItsTurn_IsNotRun()
    {
        await using var store = new TestStore();
        using var cancelled = new CancellationTokenSource();
        Task abandoned, after;
        using (store.Hold())
        {
            abandoned = store.Writer.WriteAsync(unit => Rows.Add(unit, "abandoned"), cancelled.Token);
            after = Rows.AddAsync(store.Writer, "after");
            await cancelled.CancelAsync();
        }

        await after;
        Assert.That(Assert.CatchAsync<OperationCanceledException>(() => abandoned)!.CancellationToken, Is.EqualTo(cancelled.Token));
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["after"]));
    }

    [Test]
    public async Task WriteAsync_CancelledInItsTurn_TellsWhatCameOfIt()
    {
        await using var store = new TestStore();
        using var cancelled = new CancellationTokenSource();

        await store.Writer.WriteAsync(
            unit =>
            {
                cancelled.Cancel();
                Rows.Add(unit, "a");
            },
            cancelled.Token);

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task WriteAsync_QueueFull_CallersWaitForRoomAndMayGiveUp()
    {
        await using var store = new TestStore();
        using var cancelled = new CancellationTokenSource();
        List<Task> queued = [];
        using (store.Hold())
        {
            for (var i = 0; i < StoreWriter.QueueCapacity + 100; i++)
            {
                queued.Add(Rows.AddAsync(store.Writer, $"{i}"));
            }

            var givenUp = store.Writer.WriteAsync(unit => Rows.Add(unit, "given up"), cancelled.Token);
            Assert.That(store.Writer.QueueDepth, Is.EqualTo(StoreWriter.QueueCapacity));
            await cancelled.CancelAsync();
            Assert.CatchAsync<OperationCanceledException>(() => givenUp);
        }

        await Task.WhenAll(queued);

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Has.Count.EqualTo(queued.Count).And.None.EqualTo("given up"));
    }

    [Test]
    public async Task DisposeAsync_WorkQueued_FinishesItAndFoldsTheLogIn()
    {
        await using var store = new TestStore();
        Task queued;
        Task closed;
        using (store.Hold())
        {
            queued = Rows.AddAsync(store.Writer, "queued");
            using var reader = store.Database.OpenRead();
            closed = store.CloseAsync();
        }

        await Task.WhenAll(queued, closed);

        Assert.That(File.Exists(store.Path + "-wal"), Is.False);
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["queued"]));
        var late = Assert.ThrowsAsync<UnavailableException>(() => Rows.AddAsync(store.Writer, "late"))!;
        Assert.That(late.Reason, Is.EqualTo("STORE_STOPPED"));
    }

    [Test]
    public async Task OpenRead_WhileAUnitRuns_DoesNotWait()
    {
        await using var store = new TestStore();
        await Rows.AddAsync(store.Writer, "a");
        using var hold = store.Hold();

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["a"]));
    }
}
