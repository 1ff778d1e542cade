using Tricorder.ApiServer.AgentSimulator.CommandLine;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

internal sealed class TimeTextTests
{
    [TestCase("0", 0)]
    [TestCase("250ms", 250)]
    [TestCase("2s", 2_000)]
    [TestCase("1.5s", 1_500)]
    [TestCase("1m30s", 90_000)]
    [TestCase("1h", 3_600_000)]
    public void TryParse_Time_IsUnderstood(string text, int milliseconds)
    {
        Assert.That(TimeText.TryParse(text, out var value), Is.True);
        Assert.That(value.TotalMilliseconds, Is.EqualTo(milliseconds));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("s")]
    [TestCase("-1s")]
    [TestCase("1d")]
    [TestCase("1s 2")]
    [TestCase("99999999h")]
    public void TryParse_SomethingElse_IsRefused(string text) => Assert.That(TimeText.TryParse(text, out _), Is.False);

    [TestCase("50ms..2s", "50ms..2s")]
    [TestCase("1s..5s:uniform", "1s..5s:uniform")]
    [TestCase("200ms", "200ms")]
    [TestCase("0", "0ms")]
    public void TryParseRange_Range_IsUnderstoodAndWrittenAlike(string text, string written)
    {
        Assert.That(TimeText.TryParseRange(text, out var range), Is.True);
        Assert.That(range!.ToString(), Is.EqualTo(written));
    }

    [TestCase("2s..50ms")]
    [TestCase("1s..2s..3s")]
    [TestCase("..")]
    [TestCase("1s..2s:normal")]
    public void TryParseRange_SomethingElse_IsRefused(string text) => Assert.That(TimeText.TryParseRange(text, out _), Is.False);
}
