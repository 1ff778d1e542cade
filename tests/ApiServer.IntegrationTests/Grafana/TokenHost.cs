using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Security.Keys;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>
/// What keeps the token, on a real store, without the rest of the server. Another one on the same directory is a restart.
/// </summary>
internal sealed class TokenHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public TokenHost(string directory, TimeProvider clock, IEnumerable<string> settings, ITokenSteps? steps = null)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine([$"--Storage:SqlitePath={directory}/store.db", .. settings]).Build();
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddMetrics();
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        services.AddDataProtection().SetApplicationName("apiserver");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DataProtectionKeys>();
        services.AddStorage(configuration);
        services.AddChanges();
        services.AddEvents(configuration);
        if (steps is not null)
        {
            services.AddSingleton(steps);
        }

        services.AddGrafana(configuration);
        _provider = services.BuildServiceProvider();
    }

    public TokenManager Tokens => _provider.GetRequiredService<TokenManager>();

    /// <summary>A client that asks in the name of the token.</summary>
    public GrafanaClient Client => _provider.GetRequiredService<GrafanaClients>().As(Tokens);

    public async Task<string> StoredNameAsync() =>
        (await _provider.GetRequiredService<TokenStore>().LoadAllAsync(CancellationToken.None)).Single().Name;

    public Task RotateAsync(CancellationToken cancellationToken) =>
        Tokens.RotateAsync((_, _) => { }, new Origin("a test"), cancellationToken);

    /// <summary>Runs a statement on the store.</summary>
    public Task ExecuteAsync(string sql) => _provider.GetRequiredService<StoreWriter>().WriteAsync(
        unit =>
        {
            unit.Execute(sql);
        },
        CancellationToken.None);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
