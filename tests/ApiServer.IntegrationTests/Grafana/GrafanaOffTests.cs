using System.Net;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Api;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Without a Grafana everything that needs one says what to set.</summary>
public sealed class GrafanaOffTests : ServerFixture
{
    private static JsonObject Datasource =>
        new() { ["datasource"] = new JsonObject { ["name"] = "n", ["type"] = "postgres", ["host"] = "h:1", ["database"] = "d" } };

    [TestCase("GET", "datasources")]
    [TestCase("POST", "datasources")]
    [TestCase("GET", "datasources/x")]
    [TestCase("PATCH", "datasources/x")]
    [TestCase("DELETE", "datasources/x")]
    [TestCase("POST", "datasources/x:check")]
    [TestCase("GET", "dashboards")]
    [TestCase("POST", "dashboards")]
    [TestCase("GET", "dashboards/x")]
    [TestCase("DELETE", "dashboards/x")]
    [TestCase("GET", "tokens")]
    [TestCase("POST", "tokens:rotate")]
    public async Task Call_WithoutGrafana_SaysWhatToSet(string method, string path)
    {
        var answer = (method, path) switch
        {
            ("GET", _) => await Rest.GetAsync("/v1/grafana/" + path),
            ("POST", "datasources") => await Rest.PostAsync("/v1/grafana/" + path, Datasource),
            ("POST", "dashboards") => await Rest.PostAsync("/v1/grafana/" + path, new JsonObject { ["moduleId"] = "m" }),
            ("POST", _) => await Rest.PostAsync("/v1/grafana/" + path),
            ("PATCH", _) => await Rest.PatchAsync("/v1/grafana/" + path, Datasource),
            _ => await Rest.DeleteAsync("/v1/grafana/" + path),
        };

        answer.Failed(HttpStatusCode.BadRequest, 9, "GRAFANA_NOT_CONFIGURED");
        Assert.That(answer.Json.Text("message"), Does.Contain("Grafana:Url"));
    }

    [Test]
    public async Task Status_WithoutGrafana_SaysSo()
    {
        var status = (await Rest.GetAsync("/v1/grafana/status")).Ok();

        Assert.That(status.TryGetProperty("configured", out var configured) && configured.GetBoolean(), Is.False);
        Assert.That(status.Text("message"), Does.Contain("Grafana:Url"));
    }
}
