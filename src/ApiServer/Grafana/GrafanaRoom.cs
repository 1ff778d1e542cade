using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly.Telemetry;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Grafana.Access;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Grafana.Health;
using Tricorder.ApiServer.Grafana.Publishing;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Hosting.Secrets;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Grafana;

internal static class GrafanaRoom
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static IServiceCollection AddGrafana(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GrafanaOptions>().Bind(configuration.GetSection(GrafanaOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrafanaOptions>, GrafanaOptionsValidator>());
        services.TryAddSingleton<GrafanaHealth>();
        services.TryAddSingleton<GrafanaAccess>();
        if (!IsOn(configuration))
        {
            services.AddCondition(DashboardConditions.Type, isConfigured: false);
        }
        else
        {
            foreach (var key in new[]
            {
                nameof(GrafanaOptions.PasswordFile),
                nameof(GrafanaOptions.TokenFile),
                nameof(GrafanaOptions.DatasourcePasswordFile),
            })
            {
                SecretFileWatch.Add(services, configuration, $"{GrafanaOptions.Section}:{key}");
            }

            AddClient(services);
            AddKeeping(services);
            services.AddWhereDatabase(configuration, AddDashboards, AddWithoutDatabase);
        }

        return services;
    }

    /// <summary>Whether there is one.</summary>
    private static bool IsOn(IConfiguration configuration) =>
        configuration.GetSection(GrafanaOptions.Section)[nameof(GrafanaOptions.Url)] is { Length: > 0 };

    private static void AddKeeping(IServiceCollection services)
    {
        services.TryAddSingleton<TokenStore>();
        services.TryAddSingleton<OperatorLogin>();
        services.TryAddSingleton<ITokenSteps, NoTokenSteps>();
        services.TryAddSingleton<TokenMaker>();
        services.TryAddSingleton<TokenManager>();
        services.TryAddSingleton<GrafanaCalls>();
        services.TryAddSingleton<GrafanaStatus>();
        services.TryAddSingleton<DatasourceStore>();
        services.TryAddSingleton<DatasourceManager>();
    }

    private static void AddWithoutDatabase(IServiceCollection services)
    {
        services.AddCondition(DashboardConditions.Type, isConfigured: false); // No rows, no dashboards.
        services.AddSingleton<GrafanaAccess, GrafanaWithoutDatabase>();
        services.AddLoop<GrafanaWatcher>();
    }

    private static void AddDashboards(IServiceCollection services)
    {
        services.AddCondition(DashboardConditions.Type, isConfigured: true);
        services.AddSingleton<GrafanaAccess, GrafanaWithDatabase>();
        services.TryAddSingleton<ManagedDatasources>();
        services.TryAddSingleton<DashboardStore>();
        services.TryAddSingleton<DashboardPublisher>();
        services.TryAddSingleton<DashboardAnnotator>();
        services.TryAddSingleton<DashboardConditions>();
        services.TryAddSingleton<DashboardManager>();
        services.TryAddSingleton<SampleStore>();
        services.TryAddSingleton<DesiredModuleDashboards>();
        services.TryAddSingleton<DesiredBuiltInDashboards>();
        services.TryAddSingleton<GrafanaPrerequisites>();
        services.TryAddSingleton<GrafanaMetrics>();
        services.AddLoop<GrafanaReconciler>();
    }

    private static void AddClient(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GrafanaTransport>();
        services.TryAddSingleton<GrafanaVersions>();
        services.TryAddSingleton<GrafanaClients>();

        // Each attempt in the log would be noise: what matters of them is said by GrafanaLog, and in conditions.
        services.PostConfigure<TelemetryOptions>(telemetry => telemetry.LoggerFactory = NullLoggerFactory.Instance);
        var client = services.AddHttpClient(GrafanaTransport.ClientName, (provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<GrafanaOptions>>().Value.BaseAddress;

            // The pipeline has limits for an attempt and for all of them.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });

        // Nothing of a request's headers or address may reach a log, at whatever level.
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect could carry credentials somewhere else, and makes a POST a GET.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
        });
        client.AddResilienceHandler(GrafanaTransport.ClientName, (pipeline, context) => GrafanaResilience.Add(
            pipeline,
            context.ServiceProvider.GetRequiredService<IOptions<GrafanaOptions>>().Value,
            context.ServiceProvider.GetRequiredService<TimeProvider>(),
            context.ServiceProvider.GetRequiredService<ILogger<GrafanaTransport>>()));
        client.AddHttpMessageHandler(() => new BoundedAnswerHandler());
    }
}
