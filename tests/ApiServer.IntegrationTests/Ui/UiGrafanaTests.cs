using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>The page of Grafana, with one that is there.</summary>
public sealed class UiGrafanaTests : UiTest
{
    private GrafanaServer _grafana = null!;

    private protected override async Task<string[]> SettingsAsync()
    {
        _grafana = await GrafanaServer.StartAsync(GrafanaProfile.V11);
        var database = await PostgresCluster.Shared.CreateDatabaseAsync();
        return [
            $"--ObservabilityDb:ConnectionString={database}",
            "--Grafana:PrometheusUrl=http://promscale:9201",
            .. _grafana.ServerSettings,
        ];
    }

    [TearDown]
    public async Task StopGrafanaAsync() => await _grafana.DisposeAsync();

    [Test]
    public async Task BuiltInDashboard_Edited_IsTakenBack()
    {
        await Eventually.TrueAsync(() => _grafana.State.Dashboards.Count == 1, "the fleet's dashboard is there");
        var (uid, title) = (_grafana.State.Dashboards.Single().Uid, _grafana.State.Dashboards.Single().Title);
        _grafana.Edit(uid, model => model["title"] = "My own");
        // The server looks by itself every few minutes; to ask for the dashboard makes it look now.
        var asked = await Server.Http.PostAsync(
            "/v1/grafana/dashboards", new StringContent("""{"builtIn":"fleet"}""", null, "application/json"));
        Assert.That(asked.IsSuccessStatusCode, Is.False);
        var page = await Browser.GoAsync("/grafana");

        await SeesAsync(page, "edited in Grafana");
        await Button(page, "Take back").ClickAsync();
        await ConfirmAsync(page, "OK");

        await SeesAsync(page, "The dashboard is ours again.");
        await Assertions.Expect(Button(page, "Take back")).ToHaveCountAsync(0);
        Assert.That(_grafana.State.Dashboards.Single().Title, Is.EqualTo(title));
    }
}
