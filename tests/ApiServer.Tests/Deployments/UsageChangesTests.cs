using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Statistics;

namespace Tricorder.ApiServer.Tests.Deployments;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UsageChangesTests
{
    private readonly FleetUsage _fleet = new();

    [Test]
    public void Look_AgentThatComesWithOldTrouble_IsNoNewTrouble()
    {
        _fleet.Compare([Agent("a", rows: 5)]);

        Assert.That(Compare(Agent("a", rows: 5), Agent("b", rows: 70, errors: 3)), Is.EqualTo((false, false)));
        Assert.That(Compare(Agent("a", rows: 5)), Is.EqualTo((false, false)), "nor is one that goes");
        Assert.That(Compare(Agent("a", rows: 5), Agent("b", rows: 70, errors: 3)), Is.EqualTo((false, false)), "nor one that comes back");
    }

    [Test]
    public void Look_AgentThatComesAndHasNeverWritten_Fails() =>
        Assert.That(Compare(Agent("b", rows: 0, errors: 3)), Is.EqualTo((false, true)));

    [Test]
    public void Look_WhatChangesOnAnAgent_IsNew()
    {
        _fleet.Compare([Agent("a", rows: 5, errors: 1)]);

        Assert.That(Compare(Agent("a", rows: 6, errors: 1)), Is.EqualTo((true, false)));
        Assert.That(Compare(Agent("a", rows: 6, errors: 2)), Is.EqualTo((false, true)));
        Assert.That(Compare(Agent("a", rows: 1, errors: 2)), Is.EqualTo((true, false)), "loaded anew");
    }

    [Test]
    public void Look_ModuleThatIsNewOnAnAgent_CountsFromItsFirstRow()
    {
        _fleet.Compare([Agent("a") with { HasReported = true }]);

        Assert.That(Compare(Agent("a", rows: 2)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Look_AgentThatCameAndThenSaysWhatItHas_HasWrittenNothingSince()
    {
        _fleet.Compare([Agent("a")]);

        Assert.That(Compare(Agent("a", rows: 2)), Is.EqualTo((false, false)), "it may be of another time");
        Assert.That(Compare(Agent("a", rows: 3)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Look_AgentThatWasAway_GoesOnFromWhatItSaysThen()
    {
        _fleet.Compare([Agent("a", rows: 5)]);
        var away = Agent("a", rows: 5);
        _fleet.Compare([away with { Agent = away.Agent with { State = AgentState.Offline } }]);

        Assert.That(Compare(Agent("a", rows: 70)), Is.EqualTo((false, false)));
        Assert.That(Compare(Agent("a", rows: 71)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Look_ModuleStoppedAndStartedAgain_HasWrittenNothingSince()
    {
        _fleet.Compare([Agent("a", rows: 5)]);
        _fleet.Compare([Agent("a") with { Ignored = Agent("a", rows: 5).Usage }]);

        Assert.That(Compare(Agent("a", rows: 5)), Is.EqualTo((false, false)));
    }

    private (bool Wrote, bool Failed) Compare(params KnownAgent[] online)
    {
        var (wrote, failed) = UsageChanges.Of(_fleet.Compare(online).Steps);
        return (wrote.Contains("m"), failed.Contains("m"));
    }

    private static KnownAgent Agent(string id, long rows, long errors = 0) =>
        Agent(id) with { Usage = [new ModuleUsage("m", 10, 0, rows, errors, errors > 0 ? "refused" : "", TimeSpan.Zero, 0)] };

    private static KnownAgent Agent(string id) => OnlineAgents.Of(id);
}
