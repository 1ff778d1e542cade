using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class StorageRoomTests
{
    private TempDirectory _directory = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _path = _directory.File("apiserver.db");
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task AddStorage_HostStarted_StoreIsOpenAndHealthy()
    {
        using var host = Host(_path);
        await host.StartAsync();

        await Rows.AddAsync(host.Services.GetRequiredService<StoreWriter>(), "a");
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(health.Entries["store"].Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.Throws<StartupException>(() => SqliteLock.Take(_path));
        await host.StopAsync();
    }

    [Test]
    public async Task AddStorage_HostStopped_WriterOutlivesEverythingThatWrites()
    {
        var host = Host(_path, services => services.AddHostedService<WritesToTheEnd>());
        await host.StartAsync();

        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.That(File.Exists(_path + "-wal"), Is.False, "folded into the file");
        await using var store = new TestStore(_path);
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["stopping", "disposing"]));
    }

    [Test]
    public async Task AddStorage_MemoryCannotFollowACommit_HostStopsAndAServiceSaysItFailed()
    {
        using var host = Host(_path);
        await host.StartAsync();
        var phases = host.Services.GetServices<IHostedService>().OfType<ProcessPhases>().Single();

        var failed = host.Services.GetRequiredService<StoreWriter>().WriteAsync(
            unit => unit.AfterCommit(() => throw new InvalidOperationException("memory lags behind")), CancellationToken.None);

        Assert.ThrowsAsync<InvalidOperationException>(() => failed);
        await host.WaitForShutdownAsync();
        Assert.That(phases.ExecuteTask!.IsFaulted, Is.True);
    }

    [Test]
    public void AddStorage_SecondHostOnTheSameFile_DoesNotStart()
    {
        using var first = StoreFiles.Open(_path);
        using var host = Host(_path);

        var refusal = Assert.ThrowsAsync<StartupException>(() => host.StartAsync())!;

        Assert.That(refusal.Message, Does.Contain(_path));
    }

    [Test]
    public void AddStorage_WrongPath_DoesNotStart()
    {
        using var host = Host(_directory.Path);

        Assert.That(Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())!.Message, Does.Contain("Storage:SqlitePath"));
    }

    private static IHost Host(string path, Action<IServiceCollection>? more = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Storage:SqlitePath", path)]);
        builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>().AddStorage(builder.Configuration);
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class WritesToTheEnd(StoreWriter writer) : IHostedService, IAsyncDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Rows.AddAsync(writer, "stopping");

        public async ValueTask DisposeAsync() => await Rows.AddAsync(writer, "disposing");
    }
}
