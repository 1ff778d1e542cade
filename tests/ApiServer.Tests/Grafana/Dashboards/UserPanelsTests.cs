using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

public class UserPanelsTests
{
    private const string OurDatasource = """{"type":"grafana-postgresql-datasource","uid":"tricorder-db"}""";

    [Test]
    public void Generate_PanelWithANewTitle_ComesFirst()
    {
        var dashboard = Subjects.Generate(Subjects.Default("""
            {"id":900,"title":"Mine","type":"piechart","gridPos":{"x":3,"y":77,"w":12,"h":5},"options":{"a":[1]},
            "targets":[{"rawSql":"SELECT 1 FROM ${table:raw}"}]}
            """));

        var panel = dashboard["panels"]![0]!;
        Assert.That(((string)panel["title"]!, (string)panel["type"]!, (int)panel["id"]!), Is.EqualTo(("Mine", "piechart", 1)));
        Assert.That(panel["gridPos"]!.ToJsonString(), Is.EqualTo("""{"h":5,"w":12,"x":0,"y":0}"""));
        Assert.That(panel["options"]!.ToJsonString(), Is.EqualTo("""{"a":[1]}"""));
        Assert.That(panel["datasource"]!.ToJsonString(), Is.EqualTo(OurDatasource));
        var target =
            $$"""{"rawSql":"SELECT 1 FROM {{Subjects.Table}}","refId":"A","format":"table","rawQuery":true,"editorMode":"code","datasource":""";
        Assert.That(panel["targets"]![0]!.ToJsonString(), Is.EqualTo(target + OurDatasource + "}"));
    }

    [Test]
    public void Generate_PanelWithAGeneratedTitle_TakesItsPlace()
    {
        var before = Subjects.Generate(Subjects.Default());
        var after = Subjects.Generate(
            Subjects.Default("""[{"title":"count","type":"gauge"},{"title":"Top node","type":"piechart","gridPos":{"w":24}}]"""));

        Assert.That(Titles(after), Is.EqualTo(Titles(before)));
        Assert.That((string)Subjects.Panel(after, "count")["type"]!, Is.EqualTo("gauge"));
        Assert.That(
            Subjects.Panel(after, "count")["gridPos"]!.ToJsonString(),
            Is.EqualTo(Subjects.Panel(before, "count")["gridPos"]!.ToJsonString()));
        Assert.That((int)Subjects.Panel(after, "Top node")["gridPos"]!["w"]!, Is.EqualTo(24));
    }

    [TestCase("""[{"title":"a"},{"title":"b"}]""")]
    [TestCase("""{"title":"whole","panels":[{"title":"a","type":"table"},{"title":"b","type":"table"}],"templating":{}}""")]
    [TestCase("""[{"type":"row","title":"r","panels":[{"title":"a"}]},{"title":"b"}]""")]
    [TestCase("""[1,{"title":"a"},null,[],"x",{},{"type":"row"},{"title":"b"}]""")]
    public void Generate_ManyPanels_AllOfThem(string panel) =>
        Assert.That(Titles(Subjects.Generate(Subjects.Default(panel))).Take(3), Is.EqualTo(new[] { "a", "b", "Rows per minute" }));

    [TestCase("null")]
    [TestCase("\"$\"")]
    [TestCase("\"${DS_POSTGRES}\"")]
    [TestCase("\"default\"")]
    [TestCase("3")]
    [TestCase("""{"type":"postgres","uid":"${DS_POSTGRES}"}""")]
    [TestCase("{}")]
    [TestCase("""{"type":"postgres","uid":"tricorder-db"}""")]
    [TestCase("\"Tricorder\"")]
    public void Generate_DatasourceThatIsNone_IsOurs(string datasource) => Assert.That(
        Datasource(datasource).ToJsonString(), Is.EqualTo(OurDatasource));

    [TestCase("\"Other\"", 13, ExpectedResult = "\"Other\"")]
    [TestCase("""{"type":"prometheus","uid":"p1"}""", 13, ExpectedResult = """{"type":"prometheus","uid":"p1"}""")]
    [TestCase("""{"type":"prometheus","uid":"p1"}""", 7, ExpectedResult = "\"p1\"")]
    public string Generate_AnotherDatasource_Stays(string datasource, int major) => Datasource(datasource, major).ToJsonString();

    [TestCase("{")]
    [TestCase("12")]
    [TestCase("\"text\"")]
    [TestCase("[[[[]]]]")]
    [TestCase("{}")]
    [TestCase("""{"panels":{}}""")]
    [TestCase("""{"title":"\ud800"}""")]
    [TestCase("""{"type":5,"panels":[]}""", false)]
    [TestCase("""{"title":5,"type":[],"targets":{},"gridPos":[1],"datasource":[]}""", false)]
    [TestCase("""{"title":"a","title":"b","targets":[1,null,[],{"rawSql":5},{"rawSql":null}],"gridPos":{"w":"x","h":-1}}""", false)]
    [TestCase("""{"gridPos":{"w":1e99,"h":2.5}}""", false)]
    public void Generate_BadShape_DashboardIsThere(string panel, bool isLeftOut = true)
    {
        var titles = Titles(Subjects.Generate(Subjects.Default(panel)));

        Assert.That(titles, Does.Contain("Rows per minute"));
        Assert.That(titles[0] == "Rows per minute", Is.EqualTo(isLeftOut));
    }

    [Test]
    public void Generate_TooDeep_LeftOut()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);

        Assert.That(Titles(Subjects.Generate(Subjects.Default(deep)))[0], Is.EqualTo("Rows per minute"));
    }

    private static JsonNode Datasource(string datasource, int major = 13) =>
        Subjects.Generate(Subjects.Default($$"""{"title":"Mine","datasource":{{datasource}}}"""), major, 0)["panels"]![0]!["datasource"]!;

    private static List<string> Titles(JsonObject dashboard) => [.. Subjects.Panels(dashboard).Select(panel => (string)panel["title"]!)];
}
