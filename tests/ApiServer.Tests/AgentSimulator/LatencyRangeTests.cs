using Tricorder.ApiServer.AgentSimulator.Agents;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

internal sealed class LatencyRangeTests
{
    [TestCase("0", 0)]
    [TestCase("250ms", 250)]
    [TestCase("2s", 2_000)]
    [TestCase("1.5s", 1_500)]
    [TestCase("1m30s", 90_000)]
    [TestCase("1h", 3_600_000)]
    public void TryParse_OneTime_IsUnderstood(string text, int milliseconds)
    {
        Assert.That(LatencyRange.TryParse(text, out var range), Is.True);
        Assert.That(range, Is.EqualTo(LatencyRange.Fixed(TimeSpan.FromMilliseconds(milliseconds))));
    }

    [TestCase("50ms..2s", "50ms..2s")]
    [TestCase("1s..5s:uniform", "1s..5s:uniform")]
    [TestCase("200ms", "200ms")]
    [TestCase("0", "0ms")]
    public void TryParse_Range_IsUnderstoodAndWrittenAlike(string text, string written)
    {
        Assert.That(LatencyRange.TryParse(text, out var range), Is.True);
        Assert.That(range!.ToString(), Is.EqualTo(written));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("-1s")]
    [TestCase("31d")]
    [TestCase("99999999h")]
    [TestCase("2s..50ms")]
    [TestCase("1s..2s..3s")]
    [TestCase("..")]
    [TestCase("1s..2s:normal")]
    public void TryParse_SomethingElse_IsRefused(string text) => Assert.That(LatencyRange.TryParse(text, out _), Is.False);
}
