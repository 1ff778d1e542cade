using Tricorder.ApiServer.Tests;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>
/// Which versions a fixture is run with. What differs between versions is the client's business, whose tests run with all of them; the rest
/// runs with one in the short form.
/// </summary>
internal static class GrafanaVersions
{
    public static IEnumerable<string> All => GrafanaProfile.All.Select(profile => profile.Version);

    /// <summary>Tokens are API keys in the oldest, and of service accounts in the newest.</summary>
    public static IEnumerable<string> OfTokens => TestForm.Of([GrafanaProfile.V7.Version, GrafanaProfile.V13.Version], All);

    public static IEnumerable<string> OfDatasources => TestForm.Of([GrafanaProfile.V7.Version], All);

    public static IEnumerable<string> OfDashboards => TestForm.Of([GrafanaProfile.V13.Version], All);
}
