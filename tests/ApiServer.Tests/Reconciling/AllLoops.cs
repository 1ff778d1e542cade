using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana;
using Tricorder.ApiServer.Hosting;
using Tricorder.ApiServer.Hosting.Startup;
using Tricorder.ApiServer.Kubernetes;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Tests.Hosting.Tls;
using Tricorder.ApiServer.Tests.Storage;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Reconciling;

/// <summary>The services of a server with everything configured. Nothing is started, and nothing is connected to.</summary>
internal sealed class AllLoops : IAsyncDisposable
{
    private const string KubeConfig = """
        apiVersion: v1
        kind: Config
        current-context: none
        contexts: [{name: none, context: {cluster: none, user: none}}]
        clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
        users: [{name: none, user: {token: none}}]
        """;

    private readonly TempDirectory _directory = new();
    private readonly List<ServiceProvider> _providers = [];

    /// <param name="reversed">The rooms are added in the reverse order.</param>
    /// <param name="settings">What is configured beside the store.</param>
    public ServiceProvider Build(bool reversed, params IEnumerable<(string Key, string Value)> settings)
    {
        var all = settings.Append(("Storage:SqlitePath", _directory.File($"{_providers.Count}.db")))
            .ToDictionary(setting => setting.Item1, string? (setting) => setting.Item2);
        var builder = ServerBuilder.Create(all);
        var (services, configuration) = (builder.Services, builder.Configuration);
        Action[] rooms =
        [
            () => builder.AddHosting(),
            () => services.AddStorage(configuration),
            () => services.AddChanges(),
            () => services.AddEvents(configuration),
            () => services.AddSecurity(configuration),
            () => services.AddKubernetes(configuration),
            () => services.AddWasm(configuration),
            () => services.AddModules(),
            () => services.AddObservabilityDb(configuration),
            () => services.AddGrafana(configuration),
            () => services.AddDeployments(configuration),
            () => services.AddAgents(configuration),
        ];
        foreach (var add in reversed ? rooms.Reverse() : rooms)
        {
            add();
        }

        var provider = services.BuildServiceProvider();
        _providers.Add(provider);
        return provider;
    }

    /// <summary>Every loop there is: no one configuration has all.</summary>
    public IReadOnlyList<IReconciler> List()
    {
        var withDatabase = Build(reversed: false, Everything()).GetServices<IReconciler>();
        var without = Build(
            reversed: false, ("Grafana:Url", "http://127.0.0.1:9"), ("Grafana:User", "admin"), ("Grafana:Password", "secret"))
            .GetServices<IReconciler>();
        return [.. withDatabase.Concat(without).DistinctBy(loop => loop.GetType())];
    }

    public IReadOnlyList<(string Key, string Value)> Everything() =>
    [
        ("Grafana:Url", "http://127.0.0.1:9"),
        ("Grafana:TokenFile", Write("token", "secret")),
        ("ObservabilityDb:ConnectionString", "Host=127.0.0.1;Port=9;Username=nobody;Database=none"),
        ("Kubernetes:Mode", "KubeConfig"),
        ("Kubernetes:KubeConfig", Write("kubeconfig", KubeConfig)),
        ("Events:Export", "stdout"),
        .. Certificate(),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _directory.Dispose();
    }

    private IEnumerable<(string Key, string Value)> Certificate()
    {
        using var ca = TestCa.Root("ca");
        using var certificate = ca.Sign("CN=localhost", TestCa.ServerAuthentication);
        yield return ("Security:CertificateFile", Write("cert.pem", certificate.ExportCertificatePem()));
        yield return ("Security:KeyFile", Write("key.pem", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_directory.File(name), text);
        return _directory.File(name);
    }
}
