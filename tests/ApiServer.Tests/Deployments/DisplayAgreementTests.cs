using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Views;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>Whatever happens in whatever order: what is counted is what is listed, and whoever watches has seen it.</summary>
internal sealed class DisplayAgreementTests
{
    private static readonly string[] Modules = ["k", "l", "m"];
    private static readonly string[] Agents = ["a", "b", "c", "d", "e"];

    private FleetFixture _fixture = null!;

    [SetUp]
    public void SetUp() => _fixture = new FleetFixture();

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Board_AnyEvents_CountsAndWatchersAgreeWithWhatIsListed(int seed)
    {
        var random = new Random(seed);
        using var watchers = new Watchers(_fixture);
        var seen = new HashSet<DisplayState>();
        for (var step = 0; step < 600; step++)
        {
            var what = Happen(random);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(random.Next(3)));
            watchers.Poll();

            var context = $"seed {seed}, step {step}: {what}";
            foreach (var module in Modules)
            {
                var listed = _fixture.InstanceViews.List(new InstanceFilter(module), null, 1000).Items;
                Assert.That(watchers.Of(module), Is.EquivalentTo(listed), context);
                seen.UnionWith(listed.Select(instance => instance.Display));
                if (_fixture.Views.Find(module) is not { } deployment)
                {
                    continue;
                }

                Assert.That(deployment.Shown, Is.EqualTo(Count(listed)), context);
                Assert.That(deployment.Shown.Total, Is.EqualTo(deployment.Counts.Total), context);
                Assert.That(watchers.CountsOf(module), Is.EqualTo(deployment.Shown), context);

                var (state, count) = deployment.Shown.ByState().ElementAt(step % (DisplayCounts.Length - 1));
                Assert.That(
                    _fixture.InstanceViews.List(new InstanceFilter(module, Display: state), null, 0).Total, Is.EqualTo(count), context);
            }

            foreach (var agent in Agents)
            {
                var counts = _fixture.Views.CountsOfAgent(agent);
                Assert.That(
                    counts.Shown,
                    Is.EqualTo(Count(_fixture.InstanceViews.List(new InstanceFilter(AgentId: agent), null, 1000).Items)),
                    context);
                Assert.That(counts.Shown.Total, Is.EqualTo(counts.States.Total), context);
                Assert.That(watchers.CountsOfAgent(agent), Is.EqualTo(counts.Shown), context);
            }
        }

        Assert.That(seen, Has.Count.GreaterThanOrEqualTo(Enum.GetValues<DisplayState>().Length - 2), "nearly all states were come by");
    }

    private string Happen(Random random)
    {
        var module = Modules[random.Next(Modules.Length)];
        var id = Agents[random.Next(Agents.Length)];
        var board = _fixture.Fleet;
        var agent = board.Agents.GetValueOrDefault(id);
        var instance = agent?.Instances.GetValueOrDefault(module);
        var before = board.Modules.GetValueOrDefault(module)?.Desired;
        switch (random.Next(14))
        {
            case 0:
                _fixture.Connect(
                    _fixture.Agent(id) with { Cordoned = agent?.IsCordoned ?? false, CordonGeneration = agent?.CordonGeneration ?? 0 },
                    Modules.Where(_ => random.Next(2) == 0).Select(running => (running, random.Next(-1, 3))));
                return $"{id} said hello";
            case 1:
                _fixture.Apply(Known(id, agent) with { State = AgentState.Offline });
                return $"{id} was lost";
            case 2:
                _fixture.Apply(
                    Known(id, agent) with { Cordoned = !(agent?.IsCordoned ?? false), CordonGeneration = _fixture.NextGeneration() });
                return $"{id} was cordoned or uncordoned";
            case 3 when random.Next(4) == 0:
                _fixture.Apply(Known(id, agent) with { State = AgentState.Terminated });
                return $"{id} was terminated";
            case 4:
                return Say(Predicted(_fixture.Desire(module, 0)), "undeployed");
            case 5 when random.Next(4) == 0:
                return Say(_fixture.Apply(_fixture.Desire(module, 0) with { Deleted = true }), "deleted");
            case 6 when before is { Deleted: true }:
                _fixture.Live.Change(() => board.Remove(module));

                return $"{module} was removed";
            case 7:
                return Say(Predicted(_fixture.Desire(module, random.Next(1, 3))), "deployed");
            case 8:
                var withheld = _fixture.Desire(module, random.Next(1, 3));
                return Say(
                    Predicted(
                        withheld with
                        {
                            AgentsRevision = before?.RevisionForAgents ?? 0,
                            AgentsGeneration = before?.AgentsGeneration ?? 0,
                        }),
                    "deployed, and withheld");
            case 9 when before is { IsWithheld: true, IsDeployed: true }:
                return Say(
                    _fixture.Apply(before with { AgentsRevision = before.Revision, AgentsGeneration = before.Generation }), "released");
            case 10 when instance is not null && board.NeedsUpdate(instance, board.DesiredOn(agent!, module)):
                _fixture.Begin(instance);
                return $"{id} was told of {module}";
            case 11 when instance is { State: InstanceState.Pending, IsInDoubt: true } && agent!.IsOnline:
                _fixture.Live.Change(() => board.Transit(instance, InstanceState.InProgress, "works"));

                return $"{id} works on {module}";
            case 12 when instance is not null && agent!.IsOnline:
                _fixture.Answer(
                    instance, random.Next(2) == 0 ? InstanceState.Failed : InstanceState.Succeeded, isFinal: random.Next(2) == 0);
                return $"{id} answered of {module}";
            case 13 when before is not null:
                _fixture.Guard.Apply(new Loss(module, "node-" + id, before.AgentsGeneration, 2, "lost twice"));
                return $"{id} was lost with {module}";
            default:
                return "nothing";
        }
    }

    /// <summary>It is asked for, and what that call answers is what it then is.</summary>
    private DesiredModule Predicted(DesiredModule desired)
    {
        _fixture.Guard.Forget(desired.ModuleId);
        var shown = _fixture.Views.Snapshot([desired.ModuleId]).Predict(desired).Shown;
        _fixture.Apply(desired);
        Assert.That(shown, Is.EqualTo(_fixture.Views.Find(desired.ModuleId)!.Shown), $"foreseen of {desired}");
        return desired;
    }

    private Agent Known(string id, FleetAgent? board) =>
        _fixture.Agent(id, board?.IsOnline ?? false ? AgentState.Online : AgentState.Offline) with
        {
            Cordoned = board?.IsCordoned ?? false,
            CordonGeneration = board?.CordonGeneration ?? 0,
        };

    private static string Say(DesiredModule desired, string what) => $"{desired.ModuleId} was {what} at revision {desired.Revision}";

    private static DisplayCounts Count(IReadOnlyList<ModuleInstance> instances)
    {
        var counts = new int[DisplayCounts.Length];
        foreach (var instance in instances)
        {
            counts[(int)instance.Display]++;
        }

        return DisplayCounts.Of(counts);
    }

    /// <summary>Somebody who looks at what is marked as changed, and at nothing else.</summary>
    private sealed class Watchers : IDisposable
    {
        private readonly FleetFixture _fixture;
        private readonly Dictionary<string, ChangeSubscription> _instances;
        private readonly ChangeSubscription _modules;
        private readonly ChangeSubscription _agents;
        private readonly Dictionary<(string Module, string Agent), ModuleInstance?> _seen = [];
        private readonly Dictionary<string, DisplayCounts> _counts = [];
        private readonly Dictionary<string, DisplayCounts> _agentCounts = [];

        public Watchers(FleetFixture bed)
        {
            _fixture = bed;
            _instances = Modules.ToDictionary(
                module => module, module => bed.Feed.Subscribe(Topic.Instances(module), () => 0).Subscription);
            _modules = bed.Feed.Subscribe(Topic.Modules, () => 0).Subscription;
            _agents = bed.Feed.Subscribe(Topic.Agents, () => 0).Subscription;
        }

        public void Poll()
        {
            foreach (var (module, subscription) in _instances)
            {
                Take(subscription, agent => _seen[(module, agent)] = _fixture.InstanceViews.Find(module, agent));
            }

            Take(_modules, module => _counts[module] = _fixture.Views.Find(module)?.Shown ?? default);
            Take(_agents, agent => _agentCounts[agent] = _fixture.Views.CountsOfAgent(agent).Shown);
        }

        public IEnumerable<ModuleInstance> Of(string module) =>
            _seen.Where(each => each.Key.Module == module && each.Value is not null).Select(each => each.Value!);

        public DisplayCounts CountsOf(string module) => _counts.GetValueOrDefault(module);

        public DisplayCounts CountsOfAgent(string agent) => _agentCounts.GetValueOrDefault(agent);

        public void Dispose()
        {
            foreach (var subscription in _instances.Values)
            {
                subscription.Dispose();
            }

            _modules.Dispose();
            _agents.Dispose();
        }

        private static void Take(ChangeSubscription subscription, Action<string> read) => subscription.Take(keys =>
        {
            foreach (var key in keys)
            {
                read(key);
            }

            return 0;
        });
    }
}
