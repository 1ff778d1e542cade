using System.Globalization;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Views;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>A page of instances costs what is on it, and pages are the list, whatever begins and ends.</summary>
internal sealed class InstancePagesTests
{
    private FleetFixture _fixture = null!;

    [SetUp]
    public void SetUp() => _fixture = new FleetFixture();

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [Test]
    public void ListInstances_AgentsSayTheyRunManyUnknownModules_PageVisitsWhatItReturns()
    {
        const int modules = 4096;
        const int agents = 200;
        const int size = 100;
        var unknown = Enumerable.Range(0, modules).Select(number => (Name("x", number), 1)).ToList();
        for (var number = 0; number < agents; number++)
        {
            _fixture.Connect(Name("a", number), unknown);
        }

        _fixture.Apply("m", 1);
        _fixture.Apply("z", 0);

        (InstanceFilter Filter, int Total)[] lists =
        [
            (new InstanceFilter(), (modules + 2) * agents),
            (new InstanceFilter("z"), agents),
            (new InstanceFilter(Name("x", 7)), agents),
            (new InstanceFilter(AgentId: Name("a", 7)), modules + 2),
        ];
        foreach (var (filter, total) in lists)
        {
            (string, string)?[] positions = [null, (Name("x", 2000), Name("a", 100)), ("m", ""), ("y", "")];
            foreach (var position in positions)
            {
                var page = _fixture.InstanceViews.List(filter, position, size);

                Assert.That(page.Total, Is.EqualTo(total), $"{filter}");
                Assert.That(page.Visited, Is.LessThanOrEqualTo((2 * size) + 2), $"{filter} after {position}");
            }
        }
    }

    [TestCase("", "")]
    [TestCase("m", "")]
    [TestCase("x", "")]
    [TestCase("", "a-2")]
    [TestCase("x", "a-2")]
    [TestCase("gone", "")]
    public void ListInstances_PageByPage_IsTheWholeList(string moduleId, string agentId)
    {
        Fill();
        var filter = new InstanceFilter(moduleId, agentId);
        var whole = All(_fixture)
            .Where(one => (moduleId.Length == 0 || one.Module == moduleId) && (agentId.Length == 0 || one.Agent == agentId)).ToList();

        var paged = new List<(string Module, string Agent)>();
        (string, string)? after = null;
        while (_fixture.InstanceViews.List(filter, after, 2) is { Items.Count: > 0 } page)
        {
            Assert.That(page.Total, Is.EqualTo(whole.Count));
            paged.AddRange(page.Items.Select(instance => (instance.ModuleId, instance.AgentId)));
            after = paged[^1];
        }

        Assert.That(paged, Is.EqualTo(whole));
    }

    [Test]
    public void ListInstances_ByState_IsThatPartOfTheList()
    {
        Fill();
        var whole = _fixture.InstanceViews.List(new InstanceFilter(), null, 1000).Items;

        foreach (var state in Enum.GetValues<DisplayState>())
        {
            var some = whole.Where(instance => instance.Display == state).ToList();
            var page = _fixture.InstanceViews.List(new InstanceFilter(Display: state), null, 1000);
            Assert.That((page.Total, page.Items), Is.EqualTo((some.Count, some)).UsingPropertiesComparer(), $"{state}");
        }
    }

    [Test]
    public void ListInstances_PositionIsGone_GoesOnAfterIt()
    {
        Fill();
        _fixture.Apply(_fixture.Agent("a-2", AgentState.Terminated));
        _fixture.Live.Change(() => _fixture.Fleet.Remove("m"));

        var page = _fixture.InstanceViews.List(new InstanceFilter(), ("m", "a-2"), 1000);

        var rest = All(_fixture).Where(one => string.CompareOrdinal(one.Module + one.Agent, "ma-2") > 0);
        Assert.That(page.Items.Select(instance => (instance.ModuleId, instance.AgentId)), Is.EqualTo(rest));
        Assert.That(page.Total, Is.EqualTo(All(_fixture).Count));
    }

    /// <summary>Deployed, undeployed, deleted and unknown modules, on agents that came before and after.</summary>
    private void Fill()
    {
        _fixture.Connect("a-1", ("m", 1), ("x", 1));
        _fixture.Connect("a-2", ("x", 1), ("y", 2));
        _fixture.Apply("m", 1);
        _fixture.Apply("k", 1);
        _fixture.Apply("k", 0);
        _fixture.Apply("gone", 1);
        _fixture.Connect("a-3", ("gone", 1));
        _fixture.Apply(_fixture.Desire("gone", 0) with { Deleted = true });
        _fixture.Connect(_fixture.Agent("a-4") with { Cordoned = true });
        _fixture.Connect("a-1", ("m", 1));
        _fixture.Connect("a-5", ("x", 1));
        _fixture.Apply(_fixture.Agent("a-5", AgentState.Offline));
        _fixture.Answer(_fixture.Fleet.Agents["a-2"].Instances["y"], InstanceState.Succeeded);
    }

    /// <summary>All that is found one by one.</summary>
    private static List<(string Module, string Agent)> All(FleetFixture bed) =>
    [
        .. from module in (string[])["gone", "k", "m", "x", "y"]
           from agent in (string[])["a-1", "a-2", "a-3", "a-4", "a-5"]
           where bed.InstanceViews.Find(module, agent) is not null
           select (module, agent),
    ];

    private static string Name(string kind, int number) => kind + number.ToString("D4", CultureInfo.InvariantCulture);
}
