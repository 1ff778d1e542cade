using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Tests.Cli;

internal sealed class UnifiedDiffTests
{
    [Test]
    public void Write_OfAChange_ShowsWhereItIsAndThreeLinesAround()
    {
        var before = string.Concat(Enumerable.Range(1, 20).Select(line => $"{line}\n"));

        var (isDifferent, text) = Write(before, before.Replace("\n10\n", "\n10\nmore\n", StringComparison.Ordinal));

        Assert.That(isDifferent, Is.True);
        Assert.That(text, Is.EqualTo("--- a, revision 1\n+++ a, revision 2\n@@ -8,6 +8,7 @@\n 8\n 9\n 10\n+more\n 11\n 12\n 13\n"));
    }

    [Test]
    public void Write_OfTheSame_IsNothing() => Assert.That(Write("a\nb\n", "a\nb\n"), Is.EqualTo((false, "")));

    [Test]
    public void Write_WhatMovesTheCursorOrLooksLikeAnotherLine_IsHarmless() =>
        Assert.That(Write("a", "b\u001B[1A\u2028-c").Text, Does.EndWith("-a\n+b?[1A?-c\n"));

    private static (bool IsDifferent, string Text) Write(string from, string to)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var isDifferent = UnifiedDiff.Write(new Terminal(output, error), from, "a, revision 1", to, "a, revision 2");
        return (isDifferent, output.ToString());
    }
}
