using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Statistics;

namespace Tricorder.ApiServer.Tests.Deployments;

public sealed class StatisticsCollectorTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private FakeTimeProvider _clock = null!;
    private FleetUsage _fleet = null!;

    [SetUp]
    public void SetUp() => (_clock, _fleet) = (new FakeTimeProvider(Start), new FleetUsage());

    [Test]
    public void List_Agents_AreSummedAndOthersModulesLeftOut()
    {
        var board = Collector();

        Add(board, [Agent("a", Usage("m", rows: 2), Usage("gone", rows: 9)), Agent("b", Usage("m", rows: 3))], "m", "quiet");

        Assert.That(
            board.List("")
                .Select(module => (module.ModuleId, module.Agents, module.Events, module.LostEvents, module.RowsWritten, module.Errors)),
            Is.EqualTo(new[] { ("m", 2, 20L, 2L, 5L, 4L), ("quiet", 0, 0L, 0L, 0L, 0L) }));
        Assert.That(board.List("quiet").Single().ModuleId, Is.EqualTo("quiet"));
        Assert.That(board.List("gone"), Is.Empty);
    }

    [Test]
    public void RowsPerMinute_CountsWhatIsNew_AlsoAfterARestartOfAnAgent()
    {
        var board = Collector();
        Add(board, [Agent("a", Usage("m", rows: 1000))], "m");
        Assert.That(board.List("").Single().LastRowTime, Is.Null, "what was written before the agent was first heard is of another time");

        Add(board, [Agent("a", Usage("m", rows: 1010))], "m");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Add(board, [Agent("a", Usage("m", rows: 3))], "m");
        _clock.Advance(TimeSpan.FromMinutes(2));

        var module = board.List("").Single();
        Assert.That(module.RowsPerMinute, Is.EqualTo([10L, 3L, 0L]));
        Assert.That(module.LastRowTime, Is.EqualTo(Start + TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void RowsPerMinute_MinuteThatWasHalfOverAtFirst_IsNoneOfThem()
    {
        _clock.Advance(TimeSpan.FromSeconds(50));
        var board = Collector();
        Add(board, [Agent("a", Usage("m", rows: 1))], "m");
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That(board.List("m").Single().RowsPerMinute, Is.Empty);

        Add(board, [Agent("a", Usage("m", rows: 8))], "m");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(board.List("m").Single().RowsPerMinute, Is.EqualTo([7L]));
    }

    [Test]
    public void RowsPerMinute_ModuleStoppedAndStartedAgain_CountsNothingTwice()
    {
        var board = Collector();
        Add(board, [Agent("a", Usage("m", rows: 1000))], "m");
        Add(board, [Agent("a") with { Ignored = [Usage("m", rows: 1000)] }], "m");
        Assert.That(board.List("m").Single().RowsWritten, Is.Zero, "what an agent says of a module that it does not run");

        Add(board, [Agent("a", Usage("m", rows: 1000))], "m");

        Assert.That(board.List("m").Single().LastRowTime, Is.Null);
    }

    [Test]
    public void RowsPerMinute_AgentThatReconnectsBetweenTwoLooks_CountsNothingTwice()
    {
        var board = Collector();
        Add(board, [Agent("a", Usage("m", rows: 1000))], "m");
        Add(board, [Agent("a")], "m"); // It has said nothing since.

        Add(board, [Agent("a", Usage("m", rows: 1003))], "m");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(board.List("m").Single().RowsPerMinute, Is.EqualTo([3L]));
    }

    [Test]
    public void RowsPerMinute_WhatAnAgentWroteWhileItWasAway_IsOfAnotherTime()
    {
        var board = Collector();
        var away = Agent("a", Usage("m", rows: 1000));
        Add(board, [away], "m");
        Add(board, [away with { Agent = away.Agent with { State = AgentState.Offline } }], "m");
        Add(board, [Agent("a")], "m");

        Add(board, [Agent("a", Usage("m", rows: 5000))], "m");
        Add(board, [Agent("a", Usage("m", rows: 5002))], "m");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(board.List("m").Single().RowsPerMinute, Is.EqualTo([2L]));
    }

    [Test]
    public void RowsPerMinute_ModuleThatIsNewOnAnAgent_CountsFromItsFirstRow()
    {
        var board = Collector();
        Add(board, [Agent("a")], "m");
        Add(board, [Agent("a", Usage("other", rows: 5))], "m");

        Add(board, [Agent("a", Usage("other", rows: 5), Usage("m", rows: 7))], "m");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(board.List("m").Single().RowsPerMinute, Is.EqualTo([7L]));
    }

    [Test]
    public void RowsPerMinute_AfterHours_AreThoseOfTheLastHalfHour()
    {
        var board = Collector();
        Add(board, [Agent("a", Usage("m", rows: 0))], "m");
        for (var minute = 1; minute <= 200; minute++)
        {
            Add(board, [Agent("a", Usage("m", rows: minute * 5L))], "m");
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That(board.List("").Single().RowsPerMinute, Is.EqualTo(Enumerable.Repeat(5L, 30)));
        _clock.Advance(TimeSpan.FromMinutes(28));
        Assert.That(board.List("").Single().RowsPerMinute, Is.EqualTo(Enumerable.Repeat(5L, 2).Concat(Enumerable.Repeat(0L, 28))));
        _clock.Advance(TimeSpan.FromDays(28));
        Assert.That(board.List("").Single().RowsPerMinute, Is.EqualTo(Enumerable.Repeat(0L, 30)));
    }

    [Test]
    public void List_TheMostThatCanBeReported_CanBeSummed()
    {
        var board = Collector();
        const long Most = ModuleUsage.MaxCounted;
        var mad = new ModuleUsage("m", Most, Most, Most, Most, "", ModuleUsage.MaxCpuTime, Most);
        List<KnownAgent> agents = [.. Enumerable.Range(0, 20_000).Select(index => Agent(index.ToString("d4", null), mad))];

        Add(board, agents, "m");

        var module = board.List("").Single();
        Assert.That((module.Events, module.Errors), Is.EqualTo((20_000 * Most, 20_000 * Most)));
        Assert.That(module.CpuTime.TotalSeconds, Is.LessThanOrEqualTo(315_576_000_000));
    }

    private void Add(StatisticsCollector board, List<KnownAgent> known, params string[] deployed) =>
        board.Add(_fleet.Compare(known), deployed);

    private static KnownAgent Agent(string id, params ModuleUsage[] usage) => OnlineAgents.Of(id, usage);

    private static ModuleUsage Usage(string moduleId, long rows) => new(moduleId, 10, 1, rows, 2, "", TimeSpan.FromSeconds(1), 100);

    private StatisticsCollector Collector() => new(new NoArrivals(), _clock);

    private sealed class NoArrivals : IRowArrivals
    {
        public DateTimeOffset? NewestOf(string moduleId) => null;
    }
}
