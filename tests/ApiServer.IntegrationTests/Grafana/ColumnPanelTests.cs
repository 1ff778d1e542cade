using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Every generated query over declared columns, in PostgreSQL.</summary>
[Parallelizable(ParallelScope.All)]
public class ColumnPanelTests
{
    private static readonly (string Name, string Type)[] AllTypes =
    [
        ("flag", "boolean"), ("day", "date"), ("count", "integer"), ("big", "bigint"), ("ratio", "double precision"), ("words", "text"),
        ("moment", "timestamp with time zone"), ("doc", "json"), ("data", "jsonb"),
    ];

    [Test]
    public async Task Panels_AllTypes_EachAnswersWithRows()
    {
        var bed = await DashboardFixture.CreateAsync(AllTypes);
        await bed.InsertAsync(
            ["true", "'2026-01-02'", "7", "9000000000", "1.5", "'a'", "now()", """'{"a":1,"t":"x"}'""", """'{"b":{"c":2.5},"ok":true}'"""],
            ["false", "'2026-01-03'", "8", "9000000001", "2.5", "'b'", "now()", """'{"a":2,"t":"x"}'""", """'{"b":{"c":3},"ok":false}'"""]);

        var rows = await bed.Run.RunAsync(await bed.GenerateAsync());

        Assert.That(rows.Keys, Is.EquivalentTo(new[]
        {
            "Rows per minute", "Latest rows", "count", "big", "ratio", "doc.a", "data.b.c", "Top day", "Top words", "Top doc.t",
            "flag (true, false)", "data.ok (true, false)", "moment (oldest, newest)",
        }));
        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(rows["count"].Max(row => row[2]), Is.EqualTo(8.0));
        Assert.That(rows["data.b.c"].Max(row => row[2]), Is.EqualTo(3.0));
        Assert.That(rows["flag (true, false)"].Sum(row => (long)row[1]!), Is.EqualTo(1));
    }

    /// <summary>A datasource that knows of TimescaleDB groups with its function; this one does as much of it.</summary>
    [Test]
    public async Task Panels_Timescale_EachAnswersWithRows()
    {
        var bed = await DashboardFixture.CreateAsync(AllTypes);
        await PostgresCluster.ExecuteAsync(bed.Url, """
            CREATE FUNCTION time_bucket(interval, timestamptz) RETURNS timestamptz LANGUAGE sql AS $$ SELECT date_bin($1, $2, '2000-01-01') $$
            """);
        await bed.InsertAsync(["true", "'2026-01-02'", "7", "9", "1.5", "'a'", "now()", """'{"a":1}'""", """'{"b":2}'"""]);

        var rows = await new PanelRun(bed.Url, timescale: true).RunAsync(await bed.GenerateAsync());

        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(rows["count"].Single()[2], Is.EqualTo(7.0));
    }

    [Test]
    public async Task Panels_ValuesThatGrafanaCanNotWrite_AreLeftOut()
    {
        var bed = await DashboardFixture.CreateAsync(AllTypes);
        string Nulls(int count) => string.Join(", ", Enumerable.Repeat("NULL", count));
        await bed.InsertAsync(
            ["NULL", "'infinity'", "NULL", "NULL", "'NaN'", "NULL", "'infinity'", Nulls(2)],
            ["NULL", "'-infinity'", "NULL", "NULL", "'Infinity'", "NULL", "'-infinity'", Nulls(2)],
            ["NULL", "'4000-01-01 BC'", "2147483647", "9223372036854775807", "1.7e308", "repeat('x', 1000000)", "'29999-01-01'", Nulls(2)],
            ["NULL", "'29999-01-01'", "-2147483648", "-9223372036854775808", "1.7e308", "''", "'4000-01-01 BC'", Nulls(2)]);

        var rows = await bed.Run.RunAsync(await bed.GenerateAsync());

        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(rows["moment (oldest, newest)"][0][2], Is.EqualTo(0L));
        Assert.That(rows["Latest rows"].Select(row => row[6] as string ?? "").Max(text => text.Length), Is.EqualTo(1000));
    }

    [Test]
    public async Task Panels_HostileColumnNames_EachAnswersWithRows()
    {
        string[] names =
        [
            "select", "a\"b", "$__interval", "$__timeFilter(time)", "${__user.login}", "[[node]]", "$node", "it's", "back\\slash", "100%",
            "a;--", "/* x", "{{x}}", new string('ü', 31), "😀😀", "metric", "value", "rows", "$1", "U&\"x\"", " ", "\u200b",
        ];
        var bed = await DashboardFixture.CreateAsync([.. names.Select((name, index) => (name, index % 2 == 0 ? "text" : "bigint"))]);
        await bed.InsertAsync([.. names.Select((_, index) => index % 2 == 0 ? "'v'" : "5")]);

        var dashboard = await bed.GenerateAsync();
        var rows = await bed.Run.RunAsync(dashboard);

        Assert.That(rows, Has.Count.EqualTo(names.Length + 2));
        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(rows["Latest rows"][0].Skip(1), Has.All.EqualTo("v").Or.EqualTo(5L));
        var titles = PanelRun.Panels(dashboard).Select(panel => (string)panel["title"]!);
        Assert.That(titles, Has.None.Contains("$").And.None.Contains("[["));
    }

    [TestCase("node")]
    [TestCase("HostName")]
    public async Task Panels_NodeColumn_FilteredByNode(string column)
    {
        var bed = await DashboardFixture.CreateAsync((column, "text"), ("n", "integer"));
        await bed.InsertAsync(["'node-1'", "1"], ["'node-1'", "2"], ["'it''s'", "3"], ["NULL", "4"]);
        var dashboard = await bed.GenerateAsync();

        var all = await bed.Run.RunAsync(dashboard);
        var one = await bed.Run.RunAsync(dashboard, ("node", ["node-1"]));
        var two = await bed.Run.RunAsync(dashboard, ("node", ["node-1", "it's"]));
        var options = await bed.Run.QueryAsync((string)PanelRun.Variable(dashboard, "node")["query"]!);

        Assert.That(
            (all["Latest rows"].Count, one["Latest rows"].Count, two["Latest rows"].Count), Is.EqualTo((4, 2, 3)));
        Assert.That(one["n"].Max(row => row[2]), Is.EqualTo(2.0));
        Assert.That(options.Select(row => row[0]), Is.EqualTo(new[] { "it's", "node-1" }));
    }

    [Test]
    public async Task Panels_500Columns_FewerPanelsThanColumnsAndEachAnswers()
    {
        var columns = Enumerable.Range(0, 500).Select(index => ($"c{index}", AllTypes[index % AllTypes.Length].Type)).ToArray();
        var bed = await DashboardFixture.CreateAsync(columns);
        await bed.InsertAsync([.. columns.Select(_ => "NULL")]);

        var dashboard = await bed.GenerateAsync();
        var rows = await bed.Run.RunAsync(dashboard);

        Assert.That(rows, Has.Count.EqualTo(2 + 60 + 40 + 20 + 20));
        Assert.That(dashboard["panels"]!.AsArray().Count(panel => (string)panel!["type"]! != "row"), Is.LessThan(32));
        Assert.That(PanelRun.Panels(dashboard).Select(panel => (int)panel["id"]!), Is.Unique);
        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
    }

    [Test]
    public async Task Panels_NoRows_NoErrors()
    {
        var bed = await DashboardFixture.CreateAsync(AllTypes);

        Assert.That(async () => await bed.Run.RunAsync(await bed.GenerateAsync()), Throws.Nothing);
    }
}
