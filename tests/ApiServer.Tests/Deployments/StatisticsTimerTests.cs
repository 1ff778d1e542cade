using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class StatisticsTimerTests
{
    [Test]
    public async Task Reconcile_AgentsReport_IsCountedOnceForAllThatReadIt()
    {
        await using var bed = new FleetFixture();
        bed.Apply("m", 1);
        bed.Connect("a", ("m", 1));
        var registry = new AgentRegistry(bed.Live, bed.Feed);
        using var session = new AgentSession(bed.Agent("a"), null!, null!, bed.Clock, bed.Store.Logs.For<AgentSession>());
        registry.Load([bed.Agent("a")]);
        registry.Connect(session);
        registry.SetUsage(session, [new ModuleUsage("m", 9, 0, 7, 0, "", TimeSpan.Zero, 0)]);
        var statistics = new StatisticsCollector(new NoRowArrivals(), bed.Clock);
        var reader = new Reader();
        var timer = new StatisticsTimer(
            new RunningUsage(registry, bed.Fleet, bed.Live), new FleetUsage(), bed.Fleet, statistics,
            new ModuleTotals(new ModuleCatalog(bed.Live, bed.Feed)), [reader, reader], bed.Live);

        await timer.ReconcileAsync(CancellationToken.None);

        Assert.That(statistics.List("").Single().RowsWritten, Is.EqualTo(7));
        Assert.That(reader.Looks, Has.Count.EqualTo(2));
        Assert.That(reader.Looks.Distinct().Single().Online.Single().Agent.Id, Is.EqualTo("a"));
    }

    private sealed class Reader : IFleetReader
    {
        public List<FleetReport> Looks { get; } = [];

        public void Read(FleetReport look) => Looks.Add(look);
    }
}
