using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Common;

internal sealed class ResyncIntervalsTests
{
    [TestCase("00:00:01", true)]
    [TestCase("00:10:00", true)]
    [TestCase("00:00:00.9", false)]
    [TestCase("00:10:01", false)]
    [TestCase("-00:00:01", false)]
    public void Problem_OfAnInterval_NamesTheKeyAndTheRange(string value, bool isFine)
    {
        var problem = ResyncIntervals.Problem(
            "Grafana", TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture), "00:00:30");

        Assert.That(problem, isFine ? Is.Null : Does.Contain("Grafana:ResyncInterval").And.Contains("from 1 second to 10 minutes"));
    }
}
