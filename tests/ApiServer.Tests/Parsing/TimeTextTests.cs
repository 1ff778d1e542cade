using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Tests.Parsing;

public class TimeTextTests
{
    [TestCase("250ms", 0.25)]
    [TestCase("30s", 30)]
    [TestCase("1m30s", 90)]
    [TestCase("1.5h", 5400)]
    [TestCase("7d", 604_800)]
    [TestCase(" 5m ", 300)]
    [TestCase("0s", 0)]
    public void Parse_OfWhatPeopleType_IsThatTime(string text, double seconds)
    {
        Assert.That(TimeText.TryParse(text, out var time), Is.True);
        Assert.That(time, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("s")]
    [TestCase("1s 2")]
    [TestCase("5")]
    [TestCase("soon")]
    [TestCase("-5m")]
    [TestCase("5m!")]
    [TestCase("5M")]
    [TestCase("1..5h")]
    [TestCase("m5")]
    [TestCase("99999999d")]
    [TestCase("1e9d")]
    public void Parse_OfAnythingElse_IsRefused(string text) => Assert.That(TimeText.TryParse(text, out _), Is.False);

    [TestCase("30d", true)]
    [TestCase("29d24h1ms", false)]
    public void Parse_OfALongTime_IsRefusedBeyondTheLongest(string text, bool isTaken) =>
        Assert.That(TimeText.TryParse(text, TimeSpan.FromDays(30), out _), Is.EqualTo(isTaken));

    [TestCase(0, "0s")]
    [TestCase(0.25, "250ms")]
    [TestCase(90, "1m30s")]
    [TestCase(3600, "1h")]
    [TestCase(90_061, "1d1h")]
    [TestCase(-5, "0s")]
    public void Format_IsTheTwoGreatestUnits(double seconds, string text) =>
        Assert.That(TimeText.Format(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [TestCase(0.2, "0s")]
    [TestCase(59, "59s")]
    [TestCase(61, "1m")]
    [TestCase(90_061, "1d")]
    public void Age_IsTheGreatestUnit(double seconds, string text) =>
        Assert.That(TimeText.Age(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [Test]
    public void Format_OfAnyWholeSeconds_ParsesToNoMore([Values(1, 59, 61, 3599, 86_401, 1_000_000)] int seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);

        Assert.That(TimeText.TryParse(TimeText.Format(time), out var read), Is.True);
        Assert.That(read, Is.LessThanOrEqualTo(time).And.GreaterThan(time * 0.95));
    }
}
