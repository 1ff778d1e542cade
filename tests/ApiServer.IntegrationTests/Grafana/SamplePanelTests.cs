using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>The dashboards of the samples, over the rows that their functions make of their events.</summary>
[Parallelizable(ParallelScope.All)]
public class SamplePanelTests
{
    private static IEnumerable<string> Names => SampleFiles.Names;

    [TestCaseSource(nameof(Names))]
    public async Task Panels_RowsOfItsEvents_EachAnswersWithRows(string sample)
    {
        var bed = await DashboardFixture.CreateAsync(("data", "jsonb"));
        var rows = JsonNode.Parse(SampleFiles.ReadText(sample, "events.json"))!["rows"]!.AsArray();
        await bed.InsertAsync([.. rows.Select(row => new[] { DashboardFixture.Literal(row!["data"]!.ToJsonString()) })]);
        var own = SampleFiles.ReadText(sample, "panel.json");

        var dashboard = await bed.GenerateAsync(own);
        var answers = await bed.Run.RunAsync(dashboard);

        var ownTitle = (string)JsonNode.Parse(own)!["title"]!;
        Assert.That(answers.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That((string)dashboard["panels"]![0]!["title"]!, Is.EqualTo(ownTitle));
        Assert.That(answers.Keys, Is.SupersetOf(rows[0]!["data"]!.AsObject()
            .Select(member => member.Value!.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.Number => $"data.{member.Key}",
                System.Text.Json.JsonValueKind.String => $"Top data.{member.Key}",
                _ => $"data.{member.Key} (true, false)",
            })));
    }

    /// <summary>Whoever edits the dashboard may write the variable; Grafana puts the table in then.</summary>
    [Test]
    public async Task TableVariable_InAUsersQuery_IsTheTable()
    {
        var bed = await DashboardFixture.CreateAsync(("data", "jsonb"));
        await bed.InsertAsync(["'{}'"]);
        var dashboard = await bed.GenerateAsync();
        dashboard["panels"]![0]!["targets"]![0]!["rawSql"] =
            "SELECT $__timeGroupAlias(time,$__interval), count(*) FROM ${table:raw} GROUP BY 1";

        var rows = await bed.Run.RunAsync(dashboard);

        Assert.That(rows[ModulePanels.RateTitle], Has.Count.EqualTo(1));
    }
}
