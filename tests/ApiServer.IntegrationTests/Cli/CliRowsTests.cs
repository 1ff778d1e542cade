using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>Rows of simulated agents, in a real PostgreSQL.</summary>
public sealed class CliRowsTests : CliFleetTest
{
    private string _url = "";

    private protected override string DatabaseUrl => _url;

    private protected override async Task<ServerProcess> StartServerAsync()
    {
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
        return await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={_url}");
    }

    [Test]
    public async Task Rows_Follow_PrintsEachOnceAsItArrives()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name, "--deploy", "--wait");
        await Eventually.TrueAsync(
            async () => (await DoAsync("module", "rows", name, "-n", "100")).Lines.Count == 100,
            "there are rows before",
            TimeSpan.FromSeconds(60));
        await using var follow = Start("module", "rows", name, "--follow", "-n", "5");

        var lines = new List<string>();
        while (lines.Count < 50)
        {
            lines.Add(await follow.LineAsync("latency_ns"));
        }

        await follow.InterruptAsync();
        var newest = await DoAsync("module", "rows", name, "-n", "3");

        Assert.That(lines, Is.Unique);
        // Of rows that come at once the clock may tell another order than the table; those from before came long before.
        var times = lines.Select(line => (DateTimeOffset)JsonNode.Parse(line)!["time"]!).ToList();
        Assert.That(times, Is.All.GreaterThan(times[0] - TimeSpan.FromSeconds(5)), "rows that were there before are not told later");
        Assert.That(lines.Select(line => (int)JsonNode.Parse(line)!["data"]!["pid"]!).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(newest.Lines, Has.Count.EqualTo(3));
    }
}
