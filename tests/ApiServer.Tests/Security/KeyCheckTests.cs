using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Keys;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Security;

/// <summary>Something else than the keys keeps them from being checked.</summary>
internal sealed class KeyCheckTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private TempDirectory _directory = null!;
    private TestStore _store = null!;
    private string _keys = null!;
    private KeyCheck _check = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _store = new TestStore(_directory.File("apiserver.db"));
        _store.Logs.ErrorsExpected = true;
        _keys = _directory.File("keys");
        var protection = DataProtectionProvider.Create(new DirectoryInfo(_keys));
        _check = new KeyCheck(
            new KeyCheckStore(_store.Database, protection),
            _store.Writer,
            Options.Create(new StorageOptions { SqlitePath = _store.Path }),
            _clock,
            _store.Logs.For<KeyCheck>());
    }

    [TearDown]
    public async Task TearDown()
    {
        await _check.StopAsync(CancellationToken.None);
        _check.Dispose();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Start_StoreRefusesTheCheck_DoesNotBlameTheKeysAndIsReadyWhenItAcceptsIt()
    {
        Task starting, failing;
        using (_store.Hold())
        {
            starting = _check.StartAsync(CancellationToken.None);
            await Eventually.TrueAsync(() => _store.Writer.QueueDepth > 0, "the check is queued");
            failing = _store.Writer.WriteAsync(unit => unit.Connection.Execute("ROLLBACK"), CancellationToken.None); // Of the whole group.
        }

        Assert.ThrowsAsync<UnavailableException>(() => failing);
        await starting;

        Assert.That(
            await ProblemAsync(),
            Does.Contain("Nothing is known against the keys").And.Contain("did not accept the change").And.Not.Contain("AcceptNewKeys"));
        await ReadyAsync();
        Assert.That(_store.ReadElsewhere<string>("SELECT key_check FROM store").Single(), Is.Not.Empty);
    }

    [Test]
    public async Task Start_StoreCannotBeRead_DoesNotBlameTheKeysAndIsReadyOnceItCan()
    {
        File.Move(_store.Path, _store.Path + ".away");

        await _check.StartAsync(CancellationToken.None);

        Assert.That(await ProblemAsync(), Does.Contain("Nothing is known against the keys").And.Not.Contain("AcceptNewKeys"));
        File.Move(_store.Path + ".away", _store.Path);
        await ReadyAsync();
        Assert.That(_store.ReadElsewhere<string>("SELECT key_check FROM store").Single(), Is.Not.Empty);
    }

    [Test]
    public async Task Start_KeysCannotBeWrittenAtThatMoment_SaysWhyAndIsReadyOnceTheyCan()
    {
        await File.WriteAllTextAsync(_keys, "in the place of the directory");

        await _check.StartAsync(CancellationToken.None);

        Assert.That(await ProblemAsync(), Does.Contain($"The keys in {_keys} cannot be used").And.Contain("tried again"));
        File.Delete(_keys);
        await ReadyAsync();
    }

    [Test]
    public async Task Start_AllWell_IsReadyAtOnce()
    {
        await _check.StartAsync(CancellationToken.None);

        Assert.That(await ProblemAsync(), Is.Null);
    }

    private Task ReadyAsync() => Eventually.TrueAsync(
        () =>
        {
            _clock.Advance(KeyCheck.Period);
            return ProblemAsync().Result is null;
        },
        "it is ready");

    private async Task<string?> ProblemAsync()
    {
        var context = new HealthCheckContext
        {
            Registration = new HealthCheckRegistration(KeyCheck.Name, _check, HealthStatus.Unhealthy, null),
        };
        return (await _check.CheckHealthAsync(context)).Description;
    }
}
