using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>A Grafana, a store and a clock that several lives of a server share.</summary>
internal sealed class TokenFixture : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("apiserver-tokens-").FullName;

    private TokenFixture(GrafanaServer grafana) => Grafana = grafana;

    public GrafanaServer Grafana { get; }

    public DrivenClock Clock { get; } = new();

    public static async Task<TokenFixture> StartAsync(string version) =>
        new(await GrafanaServer.StartAsync(GrafanaProfile.All.Single(profile => profile.Version == version)));

    public TokenHost Host(ITokenSteps? steps = null, params string[] settings) =>
        new(_directory, Clock, [.. Grafana.ServerSettings, .. settings], steps);

    /// <summary>Asks until the token works, with a second of driven time between; returns the time that it took.</summary>
    public async Task<TimeSpan> WorksAsync(TokenHost host, TimeSpan within)
    {
        for (var waited = TimeSpan.Zero; ; waited += Tick)
        {
            try
            {
                await host.Client.OrganizationAsync(CancellationToken.None);
                return waited;
            }
            catch (Exception e) when (waited < within && e is GrafanaException or InvalidOperationException)
            {
                Clock.Advance(Tick);
            }
        }
    }

    public IReadOnlyList<GrafanaKey> Keys()
    {
        lock (Grafana.State.Gate)
        {
            return [.. Grafana.State.Keys];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Grafana.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
