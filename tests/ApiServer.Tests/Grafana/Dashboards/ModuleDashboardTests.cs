using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Dashboards;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

public class ModuleDashboardTests
{
    [Test]
    public void Generate_Usual_ItsPanels() => Assert.That(
        Subjects.Panels(Subjects.Generate(Subjects.Default())).Select(panel => (string)panel["title"]!),
        Is.EqualTo(new[]
        {
            "Rows per minute", "Latest rows", "Numbers", "count", "latency_ns", "data.pid", "Values", "Top node", "Top data.comm",
        }));

    [Test]
    public void Generate_Usual_ItsHead()
    {
        var dashboard = Subjects.Generate(Subjects.Default());

        Assert.That((string)dashboard["uid"]!, Is.EqualTo("module-0198c0de00007000800000000000f00d"));
        Assert.That((string)dashboard["title"]!, Is.EqualTo("tcp-connect"));
        Assert.That((string)dashboard["description"]!, Does.StartWith("Connections of ＄{__user.login}.").And.Contains("revision 3"));
        Assert.That(dashboard["tags"]!.AsArray().Select(tag => (string)tag!), Is.EqualTo(new[] { "tricorder", "module" }));
        Assert.That((string)dashboard["links"]![0]!["url"]!, Is.EqualTo("https://tricorder.example/modules/" + Subjects.ModuleId));
        Assert.That(dashboard.ContainsKey("id") || dashboard.ContainsKey("version"), Is.False);
    }

    [Test]
    public void Generate_NoPublicUrl_NoLink() =>
        Assert.That(Subjects.Generate(Subjects.Default() with { PageUrl = null })["links"]!.AsArray(), Is.Empty);

    [Test]
    public void Generate_Twice_SameBytes()
    {
        var (first, second) = (Subjects.Generate(Subjects.Default()), Subjects.Generate(Subjects.Default()));

        Assert.That(second.ToJsonString(), Is.EqualTo(first.ToJsonString()));
    }

    [TestCase(7, 5)]
    [TestCase(8, 2)]
    public void Generate_OldGrafana_DatasourceByName(int major, int minor)
    {
        var dashboard = Subjects.Generate(Subjects.Default(), major, minor);

        var panel = Subjects.Panel(dashboard, "count");
        Assert.That((string)panel["datasource"]!, Is.EqualTo("Tricorder"));
        Assert.That(panel["targets"]![0]!.AsObject().ContainsKey("datasource"), Is.False);
        Assert.That((string)dashboard["templating"]!["list"]![1]!["datasource"]!, Is.EqualTo("Tricorder"));
        Assert.That((string)dashboard["annotations"]!["list"]![0]!["datasource"]!, Is.EqualTo("-- Grafana --"));
        Assert.That((int)dashboard["schemaVersion"]!, Is.EqualTo(27));
    }

    [TestCase(8, 3)]
    [TestCase(13, 0)]
    public void Generate_NewerGrafana_DatasourceByTypeAndUid(int major, int minor)
    {
        var dashboard = Subjects.Generate(Subjects.Default(), major, minor);

        var expected = """{"type":"grafana-postgresql-datasource","uid":"tricorder-db"}""";
        var panel = Subjects.Panel(dashboard, "count");
        Assert.That(panel["datasource"]!.ToJsonString(), Is.EqualTo(expected));
        Assert.That(panel["targets"]![0]!["datasource"]!.ToJsonString(), Is.EqualTo(expected));
        Assert.That((int)dashboard["schemaVersion"]!, Is.EqualTo(36));
    }

    [Test]
    public void Generate_Targets_AreRawSqlWithTheTimeRange()
    {
        var targets = Subjects.Panels(Subjects.Generate(Subjects.Default()))
            .SelectMany(panel => panel["targets"]?.AsArray() ?? []).ToList();

        Assert.That(targets.Select(target => (bool)target!["rawQuery"]!), Has.All.True);
        Assert.That(targets.Select(target => (string)target!["editorMode"]!), Has.All.EqualTo("code"));
        Assert.That(
            targets.Select(target => (string)target!["rawSql"]!),
            Has.All.Contains("$__timeFilter(time)").And.All.Contains("${node:sqlstring}"));
        Assert.That(targets.Select(target => (string)target!["format"]!), Has.All.EqualTo("table").Or.EqualTo("time_series"));
    }

    [Test]
    public void Generate_Unit_OfTheName() => Assert.That(
        (string)Subjects.Panel(Subjects.Generate(Subjects.Default()), "latency_ns")["fieldConfig"]!["defaults"]!["unit"]!,
        Is.EqualTo("ns"));

    [Test]
    public void Generate_NoNodeColumn_OnlyTheTableVariable()
    {
        var dashboard = Subjects.Generate(Subjects.With("", new DashboardColumn("node", ColumnKind.Integer)));

        var variable = dashboard["templating"]!["list"]!.AsArray().Single()!;
        Assert.That(
            ((string)variable["name"]!, (string)variable["query"]!, (int)variable["hide"]!), Is.EqualTo(("table", Subjects.Table, 2)));
        Assert.That(Subjects.Sql(dashboard, "Latest rows"), Does.Not.Contain("sqlstring"));
    }

    [Test]
    public void Generate_ManyColumns_PanelsDoNotOverlapAndIdsAreUnique()
    {
        var columns = Enumerable.Range(0, 500).Select(index => new DashboardColumn($"c{index}", (ColumnKind)(index % 8))).ToArray();

        var dashboard = Subjects.Generate(Subjects.With("""[{"title":"own","type":"table"}]""", columns));

        Assert.That(Subjects.Panels(dashboard).Select(panel => (int)panel["id"]!), Is.Unique);
        AssertNoOverlap(dashboard["panels"]!.AsArray());
        foreach (var row in dashboard["panels"]!.AsArray().Where(panel => panel!["panels"] is JsonArray { Count: > 0 }))
        {
            AssertNoOverlap(row!["panels"]!.AsArray());
        }
    }

    [Test]
    public void Generate_MoreThanIsShown_RowSaysSo()
    {
        var columns = Enumerable.Range(0, 70).Select(index => new DashboardColumn($"c{index}", ColumnKind.Integer)).ToArray();

        var rows = Subjects.Generate(Subjects.With("", columns))["panels"]!.AsArray().Where(panel => (string)panel!["type"]! == "row");

        Assert.That(
            rows.Select(row => ((string)row!["title"]!, (bool)row["collapsed"]!)),
            Is.EqualTo(
                new[] { ("Numbers", false), ("Numbers 7 to 26", true), ("Numbers 27 to 46", true), ("Numbers 47 to 60 of 70", true) }));
    }

    private static void AssertNoOverlap(JsonArray panels)
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var place in panels.Select(panel => panel!["gridPos"]!))
        {
            var cells =
                from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
                from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
                select (x, y);
            Assert.That(cells.All(cell => cell.x < 24 && taken.Add(cell)), Is.True, place.ToJsonString());
        }
    }
}
