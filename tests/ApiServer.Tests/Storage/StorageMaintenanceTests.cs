using Microsoft.Data.Sqlite;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using Dapper;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Idempotency;
using Tricorder.ApiServer.Storage.Maintenance;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class StorageMaintenanceTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private TestStore _store = null!;
    private StorageMaintenance _maintenance = null!;
    private RequestLog _requests = null!;

    [SetUp]
    public void SetUp()
    {
        _store = new TestStore();
        _requests = new RequestLog(_clock, new EphemeralDataProtectionProvider());
        _maintenance = new StorageMaintenance(
            _store.Writer, new SqliteUpkeep(_store.File, _store.Logs.For<SqliteUpkeep>()), _requests, _store.Health, _clock);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Reconcile_AnswersOlderThanADay_AreForgottenInSmallUnits()
    {
        await RememberAsync(1000);
        await ReconcileAsync();
        _clock.Advance(TimeSpan.FromHours(24) + StorageMaintenance.PrunePeriod);

        await ReconcileAsync();

        Assert.That(Remembered(), Is.Zero);
    }

    [Test]
    public async Task Reconcile_YoungAnswers_AreKept()
    {
        await RememberAsync(10);
        _clock.Advance(TimeSpan.FromHours(20));
        await RememberAsync(10);
        _clock.Advance(TimeSpan.FromHours(5));

        await ReconcileAsync();

        Assert.That(Remembered(), Is.EqualTo(10));
    }

    [Test]
    public async Task Reconcile_StoreRefusedACommit_FindsOutWhenItAcceptsAgain()
    {
        _store.Logs.ErrorsExpected = true;
        Assert.ThrowsAsync<UnavailableException>(
            () => _store.Writer.WriteAsync(unit => unit.Connection.Execute("ROLLBACK"), CancellationToken.None));
        Assert.That(_store.Health.Failure, Is.Not.Null);

        await ReconcileAsync();

        Assert.That(_store.Health.Failure, Is.Null);
        Assert.That(Remembered(), Is.Zero, "asking leaves nothing behind");
    }

    [Test]
    public async Task Reconcile_LogGrewBehindAReader_IsFoldedInOnceTheReaderIsGone()
    {
        using (var reader = _store.Database.OpenRead())
        using (reader.BeginTransaction(deferred: true))
        {
            reader.ExecuteScalar<long>("SELECT count(*) FROM request");
            for (var i = 0; i < 20; i++)
            {
                await RememberAsync(4, answerLength: 1 << 20);
            }
        }

        Assert.That(new FileInfo(_store.Path + "-wal").Length, Is.GreaterThan(SqliteDatabase.WalLimit));

        await ReconcileAsync();

        Assert.That(new FileInfo(_store.Path + "-wal").Length, Is.Zero);
    }

    private async Task ReconcileAsync() => await _maintenance.ReconcileAsync(CancellationToken.None);

    private int Remembered() => _store.ReadElsewhere<int>("SELECT count(*) FROM request")[0];

    private Task RememberAsync(int count, int answerLength = 1) => _store.Writer.WriteAsync(
        unit =>
        {
            for (var i = 0; i < count; i++)
            {
                _requests.Remember(unit, new RequestKey("M", Guid.NewGuid().ToString(), []), new byte[answerLength]);
            }
        },
        CancellationToken.None);
}
