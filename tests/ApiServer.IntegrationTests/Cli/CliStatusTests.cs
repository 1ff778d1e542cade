namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`status` and `version`.</summary>
public sealed class CliStatusTests : CliTest
{
    [Test]
    public async Task Status_HasComponentsAndCounts()
    {
        await Plane.CreateAsync();

        var table = await DoAsync("status");
        var json = await JsonAsync("status");

        Assert.That(
            table.Out,
            Does.Match(@"(?m)^Agents +0: 0 online, 0 offline$").And.Match(@"(?m)^Modules +1: 0 deployed, 0 undeployed, 1 never deployed$"));
        Assert.That(table.Out, Does.Match(@"(?m)^store +ok ").And.Match(@"(?m)^grafana +not-configured "));
        Assert.That((string?)json["clusterName"], Is.EqualTo("default"));
        Assert.That((await DoAsync("status", "-o", "name")).Out, Is.EqualTo("default\n"));
    }

    [Test]
    public async Task Version_OfBoth_OrOfTheClientAlone()
    {
        var both = await JsonAsync("version");
        var alone = await DoAsync("version", "--server", "127.0.0.1:9");
        var client = await JsonAsync("version", "--client");

        Assert.That((string?)both["server"]!["version"], Is.EqualTo((string?)(await JsonAsync("status"))["version"]));
        Assert.That(alone.Out, Does.StartWith("tricorder  ").And.Not.Contains("server"));
        Assert.That(alone.Error, Does.Contain("refused"));
        Assert.That(client["server"], Is.Null);
    }

    [Test]
    public async Task Status_NobodyListens_ExitsWith5() =>
        Assert.That((await RunAsync("status", "--server", "127.0.0.1:9")).ExitCode, Is.EqualTo(5));
}
