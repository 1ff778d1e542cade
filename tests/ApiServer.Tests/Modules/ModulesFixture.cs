using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Writing;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Modules;

/// <summary>The rooms that modules need, on a real file of their own and a clock that the test drives.</summary>
internal sealed class ModulesFixture : IAsyncDisposable
{
    public static readonly Origin Tester = new("tester");

    private readonly string _directory;

    // Keys outlive a restart, as they do beside the store.
    private readonly EphemeralDataProtectionProvider _protection = new();
    private IHost _host;

    private ModulesFixture(string directory)
    {
        _directory = directory;
        _host = Build();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Revisions that some agent runs.</summary>
    public HashSet<int> InUse { get; } = [];

    public ModuleManager Manager => Get<ModuleManager>();

    public ModuleStore Store => Get<ModuleStore>();

    public ModuleCatalog Catalog => Get<ModuleCatalog>();

    public ModuleGrpcService Service => Get<ModuleGrpcService>();

    public static async Task<ModulesFixture> StartAsync()
    {
        var bed = new ModulesFixture(Directory.CreateTempSubdirectory("modules-test-").FullName);
        await bed._host.StartAsync();
        return bed;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Ends everything and starts again on the same file.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _host = Build();
        await _host.StartAsync();
    }

    public Task<T> WriteAsync<T>(Func<WriteUnit, T> work) => Get<StoreWriter>().WriteAsync(work, CancellationToken.None);

    public Task WriteAsync(Action<WriteUnit> work) => Get<StoreWriter>().WriteAsync(work, CancellationToken.None);

    /// <summary>Creates a module and returns it as the catalog has it.</summary>
    public async Task<Module> CreateAsync(ModuleDraft? draft = null)
    {
        var created = await Manager.CreateAsync(draft ?? Drafts.Valid(), (_, _) => { }, Tester, CancellationToken.None);
        return Catalog.Find(created.Module.Id)!;
    }

    /// <summary>Updates a module and returns it as the catalog has it.</summary>
    public async Task<Module> UpdateAsync(string id, Func<ModuleDraft, ModuleDraft> edit, string etag = "")
    {
        await Manager.UpdateAsync(Update(id, edit, etag), (_, _) => { }, Tester, CancellationToken.None);
        return Catalog.Find(id)!;
    }

    public static ModuleUpdate Update(string id, Func<ModuleDraft, ModuleDraft> edit, string etag = "") => new(
        id,
        stored => edit(new ModuleDraft
        {
            Name = stored.Name,
            Description = stored.Description,
            Labels = stored.Labels,
            Content = stored.Content,
            Panel = stored.Panel,
        }),
        etag);

    public async Task DeleteAsync(string id)
    {
        await WriteAsync(unit =>
        {
            Store.Delete(unit, id);
            unit.AfterCommit(() => Catalog.Remove(id));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StopAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Storage:SqlitePath"] = Path.Combine(_directory, "test.db") });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IRevisionsInUse>(new RevisionsInUse(InUse));
        builder.Services.AddSingleton<IDataProtectionProvider>(_protection);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddSingleton<JoinTokens>().AddSingleton<TokenStore>().AddSingleton<TokenDirectory>().AddSingleton<TokenProofs>();
        services.AddSingleton<SessionStore>().AddSingleton<SessionDirectory>().AddSingleton<SessionManager>();
        services.AddSingleton<OpenStreams>().AddSingleton<TokenManager>();
        services.AddStorage(configuration).AddChanges().AddEvents(configuration).AddWasm(configuration).AddModules();
        services.AddDeployments(configuration).AddAgents(configuration).AddApi(configuration);
        return builder.Build();
    }

    private sealed class RevisionsInUse(IReadOnlyCollection<int> revisions) : IRevisionsInUse
    {
        IReadOnlyCollection<int> IRevisionsInUse.InUse(WriteUnit unit, string moduleId) => revisions;
    }
}
