using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.Statistics;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>Modules that no agent reports on, as agents of 2023 never do.</summary>
public class DataFlowTests
{
    [TestCase(null, 600, "Unknown NOT_REPORTED")]
    [TestCase(10, 0, "True FLOWING")]
    [TestCase(299, 600, "True FLOWING")]
    [TestCase(301, 600, "False NO_EVENTS")]
    [TestCase(86_400, 10, "Unknown NOT_REPORTED", Description = "rows of an earlier deployment say nothing of this one")]
    public async Task Look_NoAgentReports_RowsTell(int? ageOfNewestRow, int deployedFor, string expected)
    {
        await using var bed = new FleetFixture();
        bed.Apply("m", 1);
        bed.Clock.Advance(TimeSpan.FromSeconds(deployedFor));
        var arrivals = new Arrivals(ageOfNewestRow is { } age ? bed.Clock.GetUtcNow() - TimeSpan.FromSeconds(age) : null);
        var flow = new DataFlow(bed.Fleet, bed.Conditions, arrivals, bed.Live, bed.Clock, bed.Store.Logs.For<DataFlow>());

        flow.Read(new FleetReport([], []));

        var condition = bed.Views.Find("m")!.Conditions.Single(each => each.Type == DataFlow.Type.Name);
        Assert.That($"{condition.Status} {condition.Reason}", Is.EqualTo(expected));
    }

    private sealed record Arrivals(DateTimeOffset? Newest) : IRowArrivals
    {
        public DateTimeOffset? NewestOf(string moduleId) => Newest;
    }
}
