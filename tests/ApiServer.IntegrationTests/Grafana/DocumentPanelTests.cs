using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Panels over members of JSON documents: what rows hold is not ours, and no row may cost a panel its answer.</summary>
[Parallelizable(ParallelScope.All)]
public class DocumentPanelTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestCase("jsonb")]
    [TestCase("json")]
    public async Task Panels_MembersOfManyTypes_EachAnswers(string type)
    {
        var bed = await DashboardFixture.CreateAsync(("data", type));
        await bed.InsertAsync(Rows(
            """{"v":1,"t":"x","o":{"p":{"q":{"r":4,"s":{"u":5}}}}}""",
            """{"v":"text","t":2,"o":3}""", """{"v":null,"t":null,"o":null}""",
            """{"v":[1,2],"t":["x"],"o":[{"p":1}]}""",
            """{"v":{"x":1},"t":{"y":2},"o":"p"}""",
            """{"v":true,"t":false}""", """{"v":"12","t":""}""", "[]", "[1]", "3", "\"text\"", "null", "true", "{}", """{"":1}"""));

        var fields = await bed.SampleAsync();
        var rows = await bed.Run.RunAsync(await bed.GenerateAsync());

        Assert.That(
            fields.Select(field => field.Name),
            Is.EquivalentTo(new[] { "data.v", "data.t", "data.o", "data.o.p.q.r", "data.v.x", "data.t.y" }));
        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(rows["data.v"].Max(row => row[2]), Is.EqualTo(1.0));
        Assert.That(rows["Top data.t"].Select(row => row[0]), Is.EquivalentTo(new[] { "x", "2", "false", "" }));
        Assert.That(rows["data.o.p.q.r"].Max(row => row[2]), Is.EqualTo(4.0));
    }

    [TestCase("jsonb")]
    [TestCase("json")]
    public async Task Panels_NumbersOutOfRange_LeftOut(string type)
    {
        var bed = await DashboardFixture.CreateAsync(("data", type));
        await bed.InsertAsync(Rows(
            """{"v":5}""", """{"v":1e300}""", """{"v":-1e-9999}""", $$"""{"v":{{new string('9', 5000)}}}""", """{"v":1.5e10}""",
            """{"v":-0.25}""", """{"v":1E+3}"""));
        if (type == "json")
        {
            await bed.InsertAsync(Rows("""{"v":1e999999}""", """{"v":1e-999999}"""));
        }

        var rows = await bed.Run.RunAsync(await bed.GenerateAsync());

        Assert.That(rows["data.v"].Max(row => row[2]), Is.EqualTo(1.5e10));
        Assert.That(rows["Latest rows"], Has.Count.EqualTo(type == "json" ? 9 : 7));
    }

    [Test]
    public async Task Panels_TextThatOnlyTypeJsonTakes_RowCountsAsEmpty()
    {
        var bed = await DashboardFixture.CreateAsync(("data", "json"));
        await bed.InsertAsync(Rows(
            """{"v":1,"t":"x"}""",
            """{"v":2,"t":"a\u0000b"}""",
            """{"v":3,"t":"\ud83d"}""",
            """{"\udc00":1,"v":4}""",
            """{"v":5,"v":6,"a\u0000":"x"}""",
            """{"v":0.5,"t":"\uD83D\ude00\\u0000"}""", """{"v":9,"t":"\\\u0000"}""",
            "{\"t\":" + new string('[', 3000) + new string(']', 3000) + "}"));

        var rows = await bed.Run.RunAsync(await bed.GenerateAsync());

        Assert.That(rows["data.v"].Max(row => row[2]), Is.EqualTo(1.0));
        Assert.That(rows["Top data.t"].Select(row => row[0]), Is.EquivalentTo(new[] { "x", "😀\\u0000" }));
        Assert.That(rows["Latest rows"], Has.Count.EqualTo(8));
    }

    [TestCase("jsonb")]
    [TestCase("json")]
    public async Task Panels_HostileNames_EachAnswersWithRows(string type)
    {
        string[] names =
        [
            "$__timeFilter(time)", "$__timeFrom()", "${__user.login}", "${table:raw}", "$table", "[[table]]", "$__interval_ms",
            "$foo(bar)", "it's", "\"quoted\"", "a\\b", "\\u0041", "100%", "line\nbreak", "tab\t", "; DROP TABLE x; --", "*/", "{{name}}",
            "ключ", "😀", "\u202e", new string('k', 200), "a.b", "0", "-1", "$1", "$$", "E'\\x'", "time",
        ];
        var bed = await DashboardFixture.CreateAsync(("data", type));
        var document = new JsonObject { [new string('x', 10_000)] = 1 };
        foreach (var (index, name) in names.Index())
        {
            document[name] = index % 2 == 0 ? JsonValue.Create(index) : JsonValue.Create("v");
        }

        await bed.InsertAsync(Rows(document.ToJsonString(Relaxed)));

        var dashboard = await bed.GenerateAsync();
        var rows = await bed.Run.RunAsync(dashboard);

        Assert.That(rows, Has.Count.EqualTo(names.Length + 2));
        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(
            rows.Where(pair => pair.Key.StartsWith("data.", StringComparison.Ordinal)).Select(pair => pair.Value[0][2]), Has.None.Null);
        Assert.That(
            PanelRun.Panels(dashboard).Select(panel => (string)panel["title"]!),
            Has.None.Contains("$").And.None.Contains("[[").And.None.Contains("\n"));
    }

    /// <summary>PostgreSQL would cut both names to the same, and Grafana shows one column of a name.</summary>
    [Test]
    public async Task Latest_NamesAlikeInTheirFirst63Bytes_OneColumn()
    {
        var bed = await DashboardFixture.CreateAsync(("data", "jsonb"));
        var name = new string('n', 63);
        await bed.InsertAsync(Rows($$"""{"{{name}}a":1,"{{name}}b":2,"data":3,"TIME":4}"""));

        var rows = await bed.Run.RunAsync(await bed.GenerateAsync());

        Assert.That(rows["Latest rows"].Single(), Has.Length.EqualTo(3), "time, the name, data");
    }

    [Test]
    public async Task Sample_ManyLargeRows_IsBounded()
    {
        var bed = await DashboardFixture.CreateAsync(("data", "jsonb"));
        await bed.InsertAsync([.. Enumerable.Range(0, 300).Select(index => new[]
        {
            $"jsonb_build_object('k{index / 200}', 1, 'pad', repeat('x', {(index % 10 == 0 ? 100_000 : 100)}))",
        })]);

        var fields = await bed.SampleAsync();

        Assert.That(fields.Select(field => field.Name), Is.EquivalentTo(new[] { "data.k0", "data.pad" }));
    }

    private static string[][] Rows(params string[] documents) =>
        [.. documents.Select(document => new[] { DashboardFixture.Literal(document) })];
}
