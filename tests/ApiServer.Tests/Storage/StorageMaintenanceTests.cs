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
            _store.Writer, new SqliteUpkeep(_store.File, _store.Logs.For<SqliteUpkeep>()), _requests, _store.Health, _clock,
            _store.Logs.For<StorageMaintenance>());
    }

    [TearDown]
    public async Task TearDown()
    {
        await _maintenance.StopAsync(CancellationToken.None);
        _maintenance.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Execute_AnswersOlderThanADay_AreForgottenInSmallUnits()
    {
        await RememberAsync(1000);
        await _maintenance.StartAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(24));

        await Eventually.TrueAsync(() => Remembered() == 0 || Tick(), "the answers are forgotten");
    }

    [Test]
    public async Task Execute_YoungAnswers_AreKept()
    {
        await RememberAsync(10);
        _clock.Advance(TimeSpan.FromHours(20));
        await RememberAsync(10);
        _clock.Advance(TimeSpan.FromHours(5));

        await _maintenance.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => Remembered() == 10, "the old answers are forgotten");
    }

    [Test]
    public async Task Execute_StoreRefusedACommit_FindsOutWhenItAcceptsAgain()
    {
        _store.Logs.ErrorsExpected = true;
        await _maintenance.StartAsync(CancellationToken.None);
        Assert.ThrowsAsync<UnavailableException>(
            () => _store.Writer.WriteAsync(unit => unit.Connection.Execute("ROLLBACK"), CancellationToken.None));
        Assert.That(_store.Health.Failure, Is.Not.Null);

        await Eventually.TrueAsync(() => _store.Health.Failure is null || Tick(), "the store is found to have recovered");

        Assert.That(Remembered(), Is.Zero, "asking leaves nothing behind");
    }

    [Test]
    public async Task Execute_LogGrewBehindAReader_IsFoldedInOnceTheReaderIsGone()
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
        await _maintenance.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => new FileInfo(_store.Path + "-wal").Length == 0 || Tick(), "the log is folded in");
    }

    private bool Tick()
    {
        _clock.Advance(StorageMaintenance.Period);
        return false;
    }

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
