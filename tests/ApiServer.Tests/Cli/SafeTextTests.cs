using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Tests.Cli;

internal sealed class SafeTextTests
{
    [TestCase("node-1", "node-1")]
    [TestCase("a\u001B[31mb", "a?[31mb")]
    [TestCase("a\u202Eb", "a?b", TestName = "the direction of text")]
    [TestCase("a\u3164b", "a?b", TestName = "a filler, which is a letter that nothing is drawn for")]
    [TestCase("a\u034Fb", "a?b", TestName = "a joiner that is a mark")]
    [TestCase("a\uFE00b", "a?b", TestName = "a selector of variations")]
    [TestCase("a\U000E0041b", "a?b", TestName = "a tag")]
    [TestCase("a\u2800b", "a?b", TestName = "the blank of Braille")]
    [TestCase("\U0001F469\u200D\U0001F680 \u26A0\uFE0F", "\U0001F469\u200D\U0001F680 \u26A0\uFE0F", TestName = "what emoji need")]
    [TestCase("a\tb", "a\tb")]
    public void OneLine_ShowsNothingThatIsNotSeen(string text, string shown) => Assert.That(SafeText.OneLine(text), Is.EqualTo(shown));

    [TestCase("one\ntwo")]
    [TestCase("one\r\ntwo")]
    [TestCase("one\rtwo")]
    [TestCase("one\u2028two")]
    public void OneLine_OfSeveral_IsTheFirst(string text) => Assert.That(SafeText.OneLine(text), Is.EqualTo("one"));

    [Test]
    public void Row_WithWhatSomeTakeForTheEndOfALine_IsOneLine() =>
        Assert.That(SafeText.Row("+a\u2028-b\u0085\tc"), Is.EqualTo("+a?-b?\tc"));

    [Test]
    public void Lines_KeepsLinesAndTabs() => Assert.That(SafeText.Lines("one\r\n\ttwo\u0007\u115F"), Is.EqualTo("one\n\ttwo??"));
}
