using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Common;

public sealed class DurationsTests
{
    [TestCase("30.00:00:00", "30 days")]
    [TestCase("1.00:00:00", "1 day")]
    [TestCase("1.12:00:00", "36 hours")]
    [TestCase("00:01:00", "1 minute")]
    [TestCase("00:01:30", "90 seconds")]
    [TestCase("00:00:00.5", "0.5 seconds")]
    public void InWords_Length_IsNoClock(string time, string words) =>
        Assert.That(Durations.InWords(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(words));
}
