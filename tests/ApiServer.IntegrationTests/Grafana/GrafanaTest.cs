using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>A Grafana of one version, and a client of it in its admin's name.</summary>
public abstract class GrafanaTest(string version)
{
    private protected GrafanaServer Grafana { get; private set; } = null!;

    private protected GrafanaClientHost Host { get; private set; } = null!;

    private protected GrafanaClient Client => Host.Client;

    private protected GrafanaProfile Profile => GrafanaProfile.All.Single(profile => profile.Version == version);

    protected static CancellationToken None => CancellationToken.None;

    [SetUp]
    public async Task StartAsync()
    {
        Grafana = await GrafanaServer.StartAsync(Profile);
        Host = new GrafanaClientHost([.. Grafana.ServerSettings, "--Grafana:Timeout=00:00:02"]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Host.DisposeAsync();
        await Grafana.DisposeAsync();
    }

    /// <summary>The failure of a call; it tells no secret.</summary>
    private protected static GrafanaException FailureOf(Func<Task> call)
    {
        var failure = Assert.ThrowsAsync<GrafanaException>(async () => await call())!;
        Support.PlantedSecrets.VerifyAbsent([failure.ToString()]);
        return failure;
    }
}
