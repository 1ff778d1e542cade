using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Tests.Cli;

/// <summary>Tables, and text in them that others wrote.</summary>
public class TextTableTests
{
    private static readonly Column<(string Name, string Text)>[] Columns = [new("NAME", item => item.Name), new("TEXT", item => item.Text)];

    [Test]
    public void Add_RowsOneByOne_HasOneHeadingAndGrows()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TextTable<(string, string)>(new Terminal(output, TextWriter.Null), Columns);

        table.Add([("a", "1"), ("longer", "")]);
        table.Add([]);
        table.Add([("the longest", "3")]);
        table.Add([("b", "4")]);

        Assert.That(output.ToString(), Is.EqualTo("NAME     TEXT\na        1\nlonger   -\nthe longest   3\nb             4\n"));
    }

    [TestCase("漢字", "NAME   TEXT\n漢字   x\n")]
    [TestCase("a\u001b[31mb", "NAME      TEXT\na?[31mb   x\n")]
    [TestCase("a\u202Eb", "NAME   TEXT\na?b    x\n")]
    [TestCase("a\nb", "NAME   TEXT\na      x\n")]
    [TestCase("a [red]", "NAME      TEXT\na [red]   x\n")]
    public void Add_TextOfAnyKind_StaysInItsCell(string text, string expected)
    {
        using var output = new StringWriter { NewLine = "\n" };

        new TextTable<(string, string)>(new Terminal(output, TextWriter.Null), Columns).Add([(text, "x")]);

        Assert.That(output.ToString(), Is.EqualTo(expected));
    }

    [TestCase("one two three", 7, "one two|three")]
    [TestCase("one two three", 8, "one two|three")]
    [TestCase("onetwothree", 4, "onet|woth|ree")]
    [TestCase("one", 3, "one")]
    [TestCase("", 3, "")]
    [TestCase(" ab cd", 3, " ab|cd")]
    public void Wrap_BreaksBetweenWords_WhereThereAreAny(string text, int width, string expected) =>
        Assert.That(string.Join('|', WrappedText.Of(text, width)), Is.EqualTo(expected));

    [TestCase(0, "0 B")]
    [TestCase(1023, "1023 B")]
    [TestCase(1024, "1.0 KiB")]
    [TestCase(10_240, "10 KiB")]
    [TestCase(1_048_575, "1.0 MiB")]
    [TestCase(long.MaxValue, "8192 PiB")]
    public void Size_IsInTheUnitThatFits(long bytes, string text) => Assert.That(SizeText.Of(bytes), Is.EqualTo(text));
}
