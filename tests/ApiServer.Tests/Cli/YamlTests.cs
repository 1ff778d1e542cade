using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.Output;
using YamlDotNet.Core;

namespace Tricorder.ApiServer.Tests.Cli;

/// <summary>What is written as YAML is read as the same.</summary>
public class YamlTests
{
    private static readonly string[] Nasty =
    [
        "", " ", "  lead", "trail  ", "\n", "\n\n", "a\n", "a\n\n", "\na", "a\n b\n", " a\nb", "\ta\nb", "a\tb", "a\r\nb\r\n", "a\rb",
        "yes", "No", "on", "y", "null", "~", "true", "False", "1", "-1", "1e3", "0x1f", "0o17", ".5", "1.0",
        ".inf", ".NaN", "12:30:45", "2026-01-01", "1_000",
        "- a", "-", "? a", ": a", "a: b", "a:", "a #b", "#a", "&a", "*a", "!a", "%a",
        "@a", "`a`", "'a'", "\"a\"", "{a}", "[a]", "a, b", "|", ">", "---", "...", "--- a",
        "\\", "\\n", "\0", "\u0007", "\u001b[31m", "\u007f", "\u0085",
        "\u2028", "\u2029", "\ufeff", "größe", "漢字", "😀", "int main() {\n\treturn 0;\n}\n", "a\n---\nb\n", "a\n#b\n",
        "trailing space \nnext\n", "<<",
    ];

    [TestCaseSource(nameof(Nasty))]
    public void Write_ThenRead_IsTheSameText(string text)
    {
        var document = new JsonObject
        {
            ["value"] = text,
            ["list"] = new JsonArray(text, new JsonObject { ["deep"] = text }),
            ["map"] = new JsonObject { [text] = 1 },
        };

        var yaml = Yaml.Write(document);

        Assert.That(JsonNode.DeepEquals(Yaml.Read(yaml).Single(), document), Is.True, yaml);
    }

    [Test]
    public void Write_ThenRead_KeepsTheKindsOfValues()
    {
        var document = JsonNode.Parse(
            """{"a":1,"b":-2.5,"c":true,"d":false,"e":null,"f":[],"g":{},"h":[[1],[]],"i":9007199254740993,"j":1e300}""")!;

        var yaml = Yaml.Write(document);

        Assert.That(
            Yaml.Read(yaml).Single().ToJsonString(),
            Is.EqualTo(document.ToJsonString().Replace("1e300", "1E+300", StringComparison.Ordinal)));
    }

    [Test]
    public void Write_ASource_IsReadableAsItIs() =>
        Assert.That(Yaml.Write(new JsonObject { ["source"] = "int a;\nint b;\n" }), Is.EqualTo("source: |\n  int a;\n  int b;\n"));

    [TestCase("base: &b {a: 1, b: 2}\nown:\n  <<: *b\n  b: 3\n", "{\"b\":3,\"a\":1}")]
    [TestCase("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nown:\n  <<: [*x, *y]\n", "{\"a\":1,\"b\":2}")]
    [TestCase("own: {'<<': 1}\n", "{\"<<\":1}")]
    public void Read_AMerge_TakesWhatIsMissing(string text, string own) =>
        Assert.That(JsonNode.DeepEquals(Yaml.Read(text).Single()["own"], JsonNode.Parse(own)), Is.True);

    [Test]
    public void Read_AMergeOfSomethingElse_IsRefused() =>
        Assert.That(() => Yaml.Read("a: 1\n<<: text\n").ToList(), Throws.InstanceOf<YamlException>().With.Message.Contains("mapping"));

    [Test]
    public void Read_SeveralDocuments_SkipsEmptyOnes() => Assert.That(Yaml.Read("a: 1\n---\n---\nb: 2\n").Count(), Is.EqualTo(2));
}
