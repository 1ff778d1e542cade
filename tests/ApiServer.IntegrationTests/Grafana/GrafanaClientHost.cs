using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>
/// The client as the server has it, without the server. At its end nothing that it logged, at any level, has a secret in it.
/// </summary>
internal sealed class GrafanaClientHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly AllLines _log = new();

    /// <param name="settings">As on a command line.</param>
    public GrafanaClientHost(params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddGrafana(configuration);
        _provider = services.BuildServiceProvider();
    }

    public IReadOnlyCollection<string> Log => _log.Lines;

    public GrafanaOptions Options => _provider.GetRequiredService<IOptions<GrafanaOptions>>().Value;

    /// <summary>In the name that the configuration gives.</summary>
    public GrafanaClient Client => As(FixedAuthority.Of(Options));

    public GrafanaClient As(IGrafanaAuthority authority) => _provider.GetRequiredService<GrafanaClients>().As(authority);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        PlantedSecrets.VerifyAbsent(_log.Lines);
    }

    private sealed class AllLines : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Writer(Lines);

        public void Dispose()
        {
        }
    }

    private sealed class Writer(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
