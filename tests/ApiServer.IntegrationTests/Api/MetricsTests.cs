using System.Globalization;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.Tests.Hosting.Telemetry;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>What /metrics says of a server with one agent and one module deployed.</summary>
public sealed class MetricsTests : ServerFixture
{
    private const string Connect = "/tricorder.apiserver.v1.AgentService/Connect";

    private WillingAgent _agent = null!;
    private string _text = "";

    private protected override string[] Settings => ["--Cluster:Name=lab"];

    [OneTimeSetUp]
    public async Task DeployAsync()
    {
        await (await WillingAgent.ConnectAsync(Server)).DisposeAsync(); // A stream that ended.
        _agent = await WillingAgent.ConnectAsync(Server);
        var id = await Rest.CreateIdAsync();
        (await Rest.PostAsync($"/v1/modules/{id}:deploy")).Ok();
        await Rest.SettledAsync(id);
        _text = await Eventually.ResultAsync(
            () => Server.Http.GetStringAsync("/metrics"),
            text => Find(text, "apiserver_convergence_seconds_count") == 1
                && text.Contains("apiserver_module_rows_total{", StringComparison.Ordinal)
                && text.Contains("apiserver_rpc_ended_streams_total{", StringComparison.Ordinal)
                && text.Contains("apiserver_agent_stream_ends_total{", StringComparison.Ordinal),
            "the convergence is measured");
    }

    [OneTimeTearDown]
    public ValueTask DisconnectAsync() => _agent.DisposeAsync();

    [TestCase("apiserver_agent_streams", "protocol=\"V1\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_rpc_open_streams", $"method=\"{Connect}\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_module_instances", "state=\"Running\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_module_instances", "state=\"Failed\"", ExpectedResult = 0.0)]
    [TestCase("apiserver_conditions", "type=\"AgentsConverged\",status=\"True\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_conditions", "type=\"TableReady\",status=\"NotConfigured\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_convergence_seconds_bucket", "le=\"+Inf\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_convergence_seconds_bucket", "le=\"3600\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_writer_queue_depth", "", ExpectedResult = 0.0)]
    [TestCase("apiserver_recorder_queue_depth", "", ExpectedResult = 0.0)]
    [TestCase(
        "apiserver_rpc_duration_seconds_count",
        "method=\"/tricorder.apiserver.v1.ModuleService/DeployModule\",code=\"OK\"",
        ExpectedResult = 1.0)]
    public double? Metric_AfterADeploy_IsExported(string name, string labels) => Find(_text, name, labels);

    [TestCase("apiserver_commit_group_size_count")]
    [TestCase("apiserver_commit_seconds_sum")]
    [TestCase("apiserver_rpc_duration_seconds_sum")]
    [TestCase("apiserver_convergence_seconds_sum")]
    public void Metric_OfWhatWasMeasured_IsMoreThanZero(string name) => Assert.That(Find(_text, name), Is.Positive);

    [TestCase("apiserver_agents", "state=\"Online\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_agents", "state=\"Offline\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_component_up", "component=\"store\"", ExpectedResult = 1.0)]
    [TestCase("apiserver_component_up", "component=\"grafana\"", ExpectedResult = null)]
    [TestCase("apiserver_build_info", "version=", ExpectedResult = 1.0)]
    [TestCase("apiserver_certificate_expiration_timestamp_seconds", "", ExpectedResult = null)]
    [TestCase("apiserver_agent_reports_ignored_total", "", ExpectedResult = 0.0)]
    public double? Metric_OfTheServer_IsExported(string name, string labels) => Find(_text, name, labels);

    [Test]
    public void Metrics_OfAScrape_AreThoseOfTheDocument()
    {
        var scrape = Exposition.Parse(_text);
        var documented = MetricsDocument.Read().ToDictionary(metric => metric.Name);

        Assert.That(scrape.Families.Keys, Is.SubsetOf(documented.Keys));
        Assert.That(
            documented.Values.Where(metric => metric.IsAlwaysThere).Select(metric => metric.Name), Is.SubsetOf(scrape.Families.Keys));
        foreach (var family in scrape.Families.Values)
        {
            var metric = documented[family.Name];
            Assert.That(family.Type, Is.EqualTo(metric.Type), family.Name);
            Assert.That(family.Help, Is.Not.Empty, family.Name);
            Assert.That(family.Labels.Except(["cluster", "le"]), Is.EqualTo(metric.Labels), family.Name);
        }
    }

    [Test]
    public void Metrics_OfOurOwn_AllNameTheCluster() => Assert.That(
        _text.Split('\n').Where(line => line.StartsWith("apiserver_", StringComparison.Ordinal)), Has.All.Contains("cluster=\"lab\""));

    /// <summary>The value of the first sample with this name and these labels; null when there is none.</summary>
    private static double? Find(string text, string name, string labels = "") => text.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)
            && labels.Split(',').All(label => line.Contains(label, StringComparison.Ordinal)))
        .Select(line => (double?)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
