using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>
/// The server's token in Grafana: made once, encrypted here, replaced when it does not work any more, and nobody else's touched.
/// </summary>
[TestFixtureSource(typeof(GrafanaVersions), nameof(GrafanaVersions.OfTokens))]
public sealed class ManagedTokenTests(string version) : ManagedGrafanaTest(version)
{
    [Test]
    public async Task Token_IsMadeOnceAndStoredEncrypted()
    {
        await RunAsync();

        var (key, row) = (
            Look(state => state.Keys.Single()), StoreRows.Read(Server, "SELECT * FROM grafana_api WHERE $value = ''", "").Single());
        Assert.That(row["name"], Is.EqualTo(key.Name));
        Assert.That($"{row["api_key"]} {row["auth_value"]}", Does.StartWith("CfDJ8").And.Not.Contain(key.Secret));
        var status = await Service.GetGrafanaStatusAsync(new GetGrafanaStatusRequest(), ControlPlane.Options);
        Assert.That(
            (status.Configured, status.Reachable, status.Version, status.Token.Name, status.Message),
            Is.EqualTo((true, true, Grafana.Profile.Version, key.Name, "")));
        Assert.That(Look(state => state.Accounts.Select(account => account.Role)), Is.All.EqualTo("Admin"));
    }

    [Test]
    public async Task Rotate_NewOneWorks_OldOneGoes_OthersStay()
    {
        await RunAsync();
        var (old, others) = (Look(state => state.Keys.Single()), Grafana.AddToken("Viewer"));
        var request = new RotateTokenRequest { RequestId = "once" };

        var first = await Service.RotateTokenAsync(request, ControlPlane.Options);
        var again = await Service.RotateTokenAsync(request, ControlPlane.Options);

        Assert.That(again, Is.EqualTo(first));
        var left = Look(state => state.Keys.ToList());
        Assert.That(left.Select(key => key.Secret), Does.Contain(others).And.Not.Contain(old.Secret));
        Assert.That(left, Has.Count.EqualTo(2));
        Assert.That(
            (await Service.ListTokensAsync(new ListTokensRequest(), ControlPlane.Options)).Tokens.Single(), Is.EqualTo(first.Token));
        await RunAsync();
    }

    [Test]
    public async Task Token_RevokedRightAfterItWasMade_IsReplacedByItself()
    {
        await RunAsync();
        var old = Look(state => state.Keys.Single());
        Look(state => state.Keys.Remove(old));
        await Server.RestartAsync();

        await RunAsync();

        Assert.That(Look(state => state.Keys.Single().Secret), Is.Not.EqualTo(old.Secret));
    }

    [Test]
    public async Task Token_WhereGrafanaLimitsTheirLife_LivesAsLongAsItMay()
    {
        await Server.StopAsync();
        Look(state =>
        {
            state.MaxLifetime = TimeSpan.FromDays(10);
            return state.Keys.RemoveAll(_ => true);
        });
        await Server.StartAgainAsync();

        await RunAsync();

        Assert.That(
            Look(state => state.Keys.Single().Expiration), Is.EqualTo(DateTimeOffset.UtcNow.AddDays(7)).Within(TimeSpan.FromMinutes(5)));
    }
}
