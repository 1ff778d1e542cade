using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Keys;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Storage.Sqlite;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Security;

/// <summary>Keys that are lost, damaged or made anew, and what keeps them from being checked.</summary>
internal sealed class KeyCheckTests
{
    private TempDirectory _directory = null!;
    private TestStore _store = null!;
    private string _keys = null!;
    private KeyCheck _check = null!;
    private ServiceProvider _services = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _store = new TestStore(_directory.File("apiserver.db"));
        _store.Logs.ErrorsExpected = true;
        _keys = _directory.File("keys");
        Begin();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Start_StoreRefusesTheCheck_DoesNotBlameTheKeysAndIsReadyWhenItAcceptsIt()
    {
        Task starting, failing;
        using (_store.Hold())
        {
            starting = _check.BeginAsync(CancellationToken.None);
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

        await _check.BeginAsync(CancellationToken.None);

        Assert.That(await ProblemAsync(), Does.Contain("Nothing is known against the keys").And.Not.Contain("AcceptNewKeys"));
        File.Move(_store.Path + ".away", _store.Path);
        await ReadyAsync();
        Assert.That(_store.ReadElsewhere<string>("SELECT key_check FROM store").Single(), Is.Not.Empty);
    }

    [Test]
    public async Task Start_KeysCannotBeWrittenAtThatMoment_SaysWhyAndIsReadyOnceTheyCan()
    {
        await File.WriteAllTextAsync(_keys, "in the place of the directory");

        await _check.BeginAsync(CancellationToken.None);

        Assert.That(await ProblemAsync(), Does.Contain($"The keys in {_keys} cannot be used").And.Contain("tried again"));
        File.Delete(_keys);
        await ReadyAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(_keys), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public async Task Start_AllWell_IsReadyAtOnce()
    {
        await _check.BeginAsync(CancellationToken.None);

        Assert.That(await ProblemAsync(), Is.Null);
    }

    [Test]
    public async Task Start_OlderKeyRemoved_IsNotReadyUntilItIsGivenUp()
    {
        await _check.BeginAsync(CancellationToken.None);
        var first = KeyFiles().Single();
        Expire(first);
        await RestartAsync();
        var expired = (await ProblemAsync(), Checks().Length);

        File.Delete(first);
        await RestartAsync();
        var removed = await ProblemAsync();
        await RestartAsync(acceptNewKeys: true);
        var givenUp = (await ProblemAsync(), Checks().Length);
        await RestartAsync();

        Assert.That(expired, Is.EqualTo(((string?)null, 2)), "a key that expired still reads what it protected");
        Assert.That(removed, Does.Contain(IdOf(first)).And.Contain("AcceptNewKeys"));
        Assert.That(givenUp, Is.EqualTo(((string?)null, 1)));
        Assert.That(_store.Logs.Entries.Select(entry => entry.Message), Has.Some.Contains("is given up").And.Contains(IdOf(first)));
        Assert.That(await ProblemAsync(), Is.Null);
    }

    [Test]
    public async Task Start_KeyRevoked_IsNotReadyAndNamesIt()
    {
        await _check.BeginAsync(CancellationToken.None);
        var first = IdOf(KeyFiles().Single());
        _services.GetRequiredService<IKeyManager>().RevokeKey(Guid.Parse(first));

        await RestartAsync();

        Assert.That(await ProblemAsync(), Does.Contain("revoked").And.Contain(first));
    }

    [Test]
    public async Task Start_CheckIsNoCheck_IsGivenUpWhenToldSo()
    {
        await _store.Writer.WriteAsync(unit => unit.Execute("UPDATE store SET key_check = 'not base64!'"), CancellationToken.None);
        await _check.BeginAsync(CancellationToken.None);
        var problem = await ProblemAsync();

        await RestartAsync(acceptNewKeys: true);

        Assert.That(problem, Does.Contain("an unknown key").And.Contain("AcceptNewKeys"));
        Assert.That(await ProblemAsync(), Is.Null);
        Assert.That(Checks(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Start_KeyFileGarbled_NamesItAndIsReadyOnceItIsBack()
    {
        await _check.BeginAsync(CancellationToken.None);
        var file = KeyFiles().Single();
        var key = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, "garbage");

        await RestartAsync();

        Assert.That(await ProblemAsync(), Does.Contain($"from a backup, or move away if there is none: {file}").And.Contain("tried again"));
        await File.WriteAllTextAsync(file, key);
        await ReadyAsync();
    }

    [Test]
    public async Task Start_KeyFileHasAnotherName_IsReady()
    {
        await _check.BeginAsync(CancellationToken.None);
        File.Move(KeyFiles().Single(), Path.Combine(_keys, "restored.xml"));

        await RestartAsync();

        Assert.That(await ProblemAsync(), Is.Null);
    }

    [TestCase("garbage")]
    [TestCase("<key id=\"{0}\"><descriptor /></key>", Description = "It says so, and is not.")]
    [TestCase("<key id=\"0198c5a2-7d3e-7c41-9f06-3b1a5e2d8c71\" />")]
    [TestCase(null, Description = "It is removed.")]
    public async Task Running_KeyFileDamaged_IsNotReadyUntilItIsBack(string? content)
    {
        await _check.BeginAsync(CancellationToken.None);
        var file = KeyFiles().Single();
        var key = await File.ReadAllTextAsync(file);
        File.Delete(file);
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content.Replace("{0}", IdOf(file), StringComparison.Ordinal));
        }

        var problem = await ProblemAsync();
        await File.WriteAllTextAsync(file, key);

        Assert.That(problem, Does.Contain("while the server runs").And.Contain(file));
        Assert.That(await ProblemAsync(), Is.Null);
    }

    [Test]
    public async Task Running_NewKeyMade_IsWatchedLikeTheFirst()
    {
        await _check.BeginAsync(CancellationToken.None);
        var first = KeyFiles().Single();
        var now = DateTimeOffset.UtcNow;
        _services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));

        // The framework takes the new key up in its own time.
        await Eventually.TrueAsync(
            () =>
            {
                _check.ReconcileAsync(CancellationToken.None).GetAwaiter().GetResult();
                return Checks().Length == 2;
            },
            "it has a check of its own");
        var second = KeyFiles().Single(file => file != first);
        File.Delete(second);

        Assert.That(await ProblemAsync(), Does.Contain(second), "its file is missed");
    }

    /// <summary>Another server on the same store and keys.</summary>
    private async Task RestartAsync(bool acceptNewKeys = false)
    {
        await _services.DisposeAsync();
        Begin(acceptNewKeys);
        await _check.BeginAsync(CancellationToken.None);
    }

    private void Begin(bool acceptNewKeys = false)
    {
        var options = Options.Create(new StorageOptions { SqlitePath = _store.Path, AcceptNewKeys = acceptNewKeys });
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton(SqliteEngine.DirectoryOf(options.Value));
        services.AddDataProtection().SetApplicationName("apiserver");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DataProtectionKeys>();
        _services = services.BuildServiceProvider();
        var store = new KeyCheckStore(_store.Database, _services.GetRequiredService<IDataProtectionProvider>());
        _check = new KeyCheck(store, _store.Writer, SqliteEngine.DirectoryOf(options.Value), options, _store.Logs.For<KeyCheck>());
    }

    private string[] KeyFiles() => Directory.GetFiles(_keys, "key-*.xml");

    private string[] Checks() =>
        _store.ReadElsewhere<string>("SELECT key_check FROM store").Single().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string IdOf(string file) => Path.GetFileNameWithoutExtension(file)["key-".Length..];

    /// <summary>The next server takes a new key, as a server does about every 90 days.</summary>
    private static void Expire(string file)
    {
        var key = XElement.Load(file);
        key.Element("activationDate")!.SetValue("2020-01-01T00:00:00Z");
        key.Element("expirationDate")!.SetValue("2020-04-01T00:00:00Z");
        key.Save(file);
    }

    /// <summary>The next look finds nothing wrong.</summary>
    private async Task ReadyAsync()
    {
        await _check.ReconcileAsync(CancellationToken.None);
        Assert.That(await ProblemAsync(), Is.Null);
    }

    private async Task<string?> ProblemAsync()
    {
        var context = new HealthCheckContext
        {
            Registration = new HealthCheckRegistration(KeyCheck.Name, _check, HealthStatus.Unhealthy, null),
        };
        return (await _check.CheckHealthAsync(context)).Description;
    }
}
