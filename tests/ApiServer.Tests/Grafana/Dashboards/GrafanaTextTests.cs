using System.Text;
using Tricorder.ApiServer.Grafana.Dashboards;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

public class GrafanaTextTests
{
    [TestCase("plain", ExpectedResult = "'plain'")]
    [TestCase("it's", ExpectedResult = "'it''s'")]
    [TestCase("ключ 100%", ExpectedResult = "'ключ 100%'")]
    [TestCase("$__timeFilter(x)", ExpectedResult = @"E'\u0024__timeFilter(x)'")]
    [TestCase("[[a]]'\\\n", ExpectedResult = @"E'\u005B\u005Ba]]''\\\u000A'")]
    public string Literal_Text_GrafanaSeesNothingInIt(string text) => GrafanaText.Literal(text);

    [TestCase("select", ExpectedResult = "\"select\"")]
    [TestCase("a\"b", ExpectedResult = "\"a\"\"b\"")]
    [TestCase("${x}\"\\", ExpectedResult = "U&\"\\0024{x}\"\"\\\\\"")]
    public string Identifier_Name_GrafanaSeesNothingInIt(string name) => GrafanaText.Identifier(name);

    [Test]
    public void Alias_LongName_CutBetweenCharactersWherePostgresWould()
    {
        var alias = GrafanaText.Alias(string.Concat(Enumerable.Repeat("😀", 20)));

        Assert.That(Encoding.UTF8.GetByteCount(alias), Is.EqualTo(60 + 2));
        Assert.That(alias, Does.EndWith("😀\""));
    }

    [TestCase("a$b", ExpectedResult = "a＄b")]
    [TestCase("[[[[a]]", ExpectedResult = "[ [ [ [a]]")]
    [TestCase("[[[a", ExpectedResult = "[ [ [a")]
    [TestCase("a\nb", ExpectedResult = "a b")]
    public string Plain_Text_GrafanaSeesNothingInIt(string text) => GrafanaText.Plain(text);

    [Test]
    public void Plain_LongText_CutBetweenCharacters()
    {
        var plain = GrafanaText.Plain(string.Concat(Enumerable.Repeat("😀", 100)), 80);

        Assert.That(plain, Has.Length.LessThanOrEqualTo(80).And.EndsWith("😀…"));
    }
}
