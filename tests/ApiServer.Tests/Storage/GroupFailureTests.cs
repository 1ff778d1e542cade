using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>What SQLite does on a full disk, done to it by hand: the transaction goes, released savepoints included.</summary>
internal sealed class GroupFailureTests
{
    [Test]
    public async Task Commit_TransactionLostInAUnit_FailsTheWholeGroupAndKeepsNothing()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;
        await Rows.AddAsync(store.Writer, "acknowledged");
        Task before, losing, after;
        using (store.Hold())
        {
            before = Rows.AddAsync(store.Writer, "before");
            losing = store.Writer.WriteAsync(LoseTransaction, CancellationToken.None);
            after = Rows.AddAsync(store.Writer, "after");
        }

        foreach (var failed in (Task[])[before, losing, after])
        {
            Assert.That(Assert.ThrowsAsync<UnavailableException>(() => failed)!.Reason, Is.EqualTo("STORE_FAILED"));
        }

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["acknowledged"]));
    }

    [Test]
    public async Task Commit_UnitWritesOnAfterItsTransactionWasLost_StoresNothing()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;

        var failed = store.Writer.WriteAsync(
            unit =>
            {
                LoseTransaction(unit);
                try
                {
                    Rows.Add(unit, "outside of any transaction");
                }
                catch (SqliteException)
                {
                    // A unit that hides its failure must not be believed either.
                }
            },
            CancellationToken.None);

        Assert.ThrowsAsync<UnavailableException>(() => failed);
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.Empty);
    }

    [Test]
    public async Task Commit_UnitCommitsByItself_StoresNothing()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;

        var failed = store.Writer.WriteAsync(
            unit =>
            {
                Rows.Add(unit, "a");
                unit.Connection.Execute("COMMIT");
            },
            CancellationToken.None);

        Assert.ThrowsAsync<UnavailableException>(() => failed);
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.Empty);
    }

    [Test]
    public async Task Commit_NameFreeAgainByTheGroupsFailure_IsNotToldTaken()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;
        Task first, second, losing;
        using (store.Hold())
        {
            first = Rows.AddAsync(store.Writer, "name");
            second = store.Writer.WriteAsync(_ => throw new AlreadyExistsException("module", "name"), CancellationToken.None);
            losing = store.Writer.WriteAsync(LoseTransaction, CancellationToken.None);
        }

        Assert.ThrowsAsync<UnavailableException>(() => first);
        Assert.ThrowsAsync<UnavailableException>(() => second);
        Assert.ThrowsAsync<UnavailableException>(() => losing);
    }

    [Test]
    public async Task Commit_GroupFailed_NextGroupIsAccepted()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;
        var check = new StoreHealthCheck(store.Health);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("store", check, HealthStatus.Unhealthy, null) };

        for (var i = 0; i < 3; i++)
        {
            Assert.ThrowsAsync<UnavailableException>(() => store.Writer.WriteAsync(LoseTransaction, CancellationToken.None));
        }

        var refused = await check.CheckHealthAsync(context, CancellationToken.None);
        await store.Writer.WriteAsync(_ => 1, CancellationToken.None);
        var afterNothing = await check.CheckHealthAsync(context, CancellationToken.None);
        await Rows.AddAsync(store.Writer, "a");
        var recovered = await check.CheckHealthAsync(context, CancellationToken.None);

        Assert.That(refused.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(refused.Description, Does.Contain("did not accept"));
        Assert.That(afterNothing.Status, Is.EqualTo(HealthStatus.Unhealthy), "a group that changed nothing proves nothing");
        Assert.That(recovered.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(store.Logs.Entries.Count(entry => entry.Level == LogLevel.Error), Is.EqualTo(1), "an outage is logged once");
        Assert.That(store.Meters.Measured("commit_groups_failed_total").Sum(), Is.EqualTo(3));
    }

    [Test]
    public async Task Commit_HeldByAnotherProgram_SaysSo()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;
        using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store.Path, Pooling = false }.ToString());
        other.Open();
        other.Execute("BEGIN IMMEDIATE");
        var refused = Assert.ThrowsAsync<UnavailableException>(() => Rows.AddAsync(store.Writer, "refused"))!;
        other.Execute("ROLLBACK");

        await Rows.AddAsync(store.Writer, "a");

        Assert.That(refused.Reason, Is.EqualTo("STORE_BUSY"));
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task Commit_SomethingUnexpectedFails_NobodyIsLeftWaitingAndTheHostStops()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;
        store.Meters.Throws = true;

        Assert.ThrowsAsync<InvalidOperationException>(() => Rows.AddAsync(store.Writer, "a"));
        Assert.ThrowsAsync<UnavailableException>(() => Rows.AddAsync(store.Writer, "b"));
        await Eventually.TrueAsync(() => store.Host.StopRequested, "the host is asked to stop");
        Assert.That(store.Health.Failure, Is.Not.Null);
    }

    private static void LoseTransaction(WriteUnit unit) => unit.Connection.Execute("ROLLBACK");
}
