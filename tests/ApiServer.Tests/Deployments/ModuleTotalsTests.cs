using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Deployments;

public sealed class ModuleTotalsTests
{
    private ModuleCatalog _modules = null!;
    private ModuleTotals _totals = null!;
    private FleetUsage _fleet = null!;

    [SetUp]
    public void SetUp()
    {
        var live = new LiveState();
        _modules = new ModuleCatalog(live, new ChangeFeed(live));
        _totals = new ModuleTotals(_modules);
        _fleet = new FleetUsage();
        Deployed("m");
    }

    [Test]
    public void Read_DeployedModuleOfWhichNothingIsHeard_IsThereWithZero()
    {
        _modules.Apply(Sample("never-deployed"));

        Add();

        Assert.That(_totals.Read(), Is.EqualTo([new ModuleTotal("m", "name of m", 0, 0, 0, 0)]));
    }

    [Test]
    public void Read_AgentRestartsAndReconnects_OnlyGrows()
    {
        Add(Agent("a", 1000)); // Written before this server heard of it.
        List<long> rows = [Rows()];
        foreach (var usage in (long?[])[1010, null, 1020, null, 3, 5])
        {
            Add(usage is { } written ? Agent("a", written) : Agent("a"));
            rows.Add(Rows());
        }

        Assert.That(rows, Is.EqualTo([0, 10, 10, 20, 20, 23, 25]));
        Assert.That(_totals.Read().Single(), Is.EqualTo(new ModuleTotal("m", "name of m", 50, 100, 25, 75)));
    }

    [Test]
    public void Read_AgentHasSaidThatItHasNothing_CountsAllThatComesThen()
    {
        Add(Agent("new"), Agent("idle") with { HasReported = true }, Agent("old", 100));

        Add(Agent("new", 1000), Agent("idle", 7), Agent("old", 103));

        Assert.That(Rows(), Is.EqualTo(10), "the first has said nothing yet: what it brought is of another time");
    }

    [Test]
    public void Read_AgentIsForgotten_TakesNothingAway()
    {
        Add(Agent("a", 0), Agent("b", 0));
        Add(Agent("a", 4), Agent("b", 6));

        Add(Agent("a", 4));

        Assert.That(Rows(), Is.EqualTo(10));
    }

    [Test]
    public void Read_ModuleStoppedAndStartedAgain_CountsNothingTwice()
    {
        Add(Agent("a", 1000));
        var stopped = Agent("a") with { Ignored = Agent("a", 1000).Usage };
        Add(stopped);

        Add(Agent("a", 1000)); // Deployed again, and no heartbeat since.
        Add(Agent("a", 3));

        Assert.That(Rows(), Is.EqualTo(3));
    }

    [Test]
    public void Read_ModuleIsDeleted_IsGone()
    {
        Add(Agent("a", 0));
        _modules.Remove("m");

        Add(Agent("a", 4));

        Assert.That(_totals.Read(), Is.Empty);
    }

    [Test]
    public void Read_MoreModulesThanAreTold_ShareATotal()
    {
        for (var i = 0; i < ModuleTotals.MaxModules; i++)
        {
            Deployed($"x{i}");
        }

        Add(Agent("a", "x999", 0));
        Add(Agent("a", "x999", 8));

        Assert.That(_totals.Read(), Has.Count.EqualTo(ModuleTotals.MaxModules + 1));
        Assert.That(_totals.Read()[^1], Is.EqualTo(new ModuleTotal("", "", 16, 32, 8, 24)));
    }

    [Test]
    public void Read_NumbersThatNoAgentCanHave_NeverFall()
    {
        var last = 0L;
        for (var i = 0; i < 100; i++)
        {
            Add(Agent("a", i % 3 == 0 ? long.MaxValue : i % 3 == 1 ? long.MinValue : 7));
            Assert.That(Rows(), Is.GreaterThanOrEqualTo(last));
            last = Rows();
        }
    }

    private void Add(params KnownAgent[] known) => _totals.Add(_fleet.Compare(known).Steps);

    private long Rows() => _totals.Read().Single().Rows;

    private void Deployed(string id) => _modules.Apply(Sample(id) with { Lifecycle = ModuleLifecycle.Deployed });

    private static Module Sample(string id) =>
        Drafts.Valid($"name of {id}").Onto(new Module { Id = id, Name = "", Content = Drafts.Valid().Content });

    private static KnownAgent Agent(string id, long rows) => Agent(id, "m", rows);

    private static KnownAgent Agent(string id, string module, long rows) => Agent(
        id, new ModuleUsage(module, unchecked(rows * 2), unchecked(rows * 4), rows, unchecked(rows * 3), "", TimeSpan.Zero, 0));

    private static KnownAgent Agent(string id, params ModuleUsage[] usage) => OnlineAgents.Of(id, usage);
}
