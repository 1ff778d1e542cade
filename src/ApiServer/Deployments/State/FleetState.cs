using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// Desired against observed, for every module on every agent, in memory. It follows the store after each commit; every
/// member is part of a change of live state. Nothing is decided anywhere else: an instance changes here only, and each change ends in
/// <see cref="Recount"/>, which tells the watchers when it is shown differently.
/// </summary>
internal sealed class FleetState(
    ChangeFeed feed, CrashLoopGuard brake, PhaseWatcher phases, EventDigest digest, IOptions<DeploymentOptions> options, TimeProvider clock)
{
    private readonly SortedDictionary<string, FleetModule> _modules = new(StringComparer.Ordinal);
    private readonly FleetAgents _agents = new();
    private readonly PriorityQueue<Instance, DateTimeOffset> _retries = new();

    /// <summary>The newest generation known.</summary>
    public long LastGeneration { get; set; }

    public IReadOnlyDictionary<string, FleetModule> Modules => _modules;

    /// <summary>The modules that should run.</summary>
    public IEnumerable<FleetModule> Deployed =>
        _modules.Values.Where(module => module.Desired.IsDeployed);

    public IReadOnlyDictionary<string, FleetAgent> Agents => _agents.ById;

    public AgentTotals Totals => _agents.Totals;

    /// <summary>All instances. Modules that were ever deployed and are not deleted are shown on every agent.</summary>
    public InstanceIndex Index => _agents.Index;

    /// <summary>The agents after this one, in the order of their ids.</summary>
    public IEnumerable<FleetAgent> AgentsAfter(string agentId) => _agents.After(agentId);

    public IReadOnlyList<FleetAgent> OnNode(string nodeKey) => _agents.OnNode(nodeKey);

    /// <summary>A module's desired state changed: every agent's instance follows.</summary>
    public void Apply(DesiredModule desired)
    {
        LastGeneration = Math.Max(LastGeneration, desired.Generation);
        if (!_modules.TryGetValue(desired.ModuleId, out var module))
        {
            _modules[desired.ModuleId] = module = new FleetModule { Desired = desired, UpdateTime = desired.UpdateTime };
        }

        Index.Show(desired.ModuleId, !desired.Deleted);
        module.Desired = desired;
        module.UpdateTime = desired.UpdateTime;
        if (!desired.IsDeployed)
        {
            module.Conditions.Clear(); // Deployed again it is looked at again, and until then nothing is known.
        }

        foreach (var agent in Agents.Values)
        {
            Reconcile(agent, desired.ModuleId);
            Mark(agent.Id, desired.ModuleId);
        }

        Changed(module);
    }

    /// <summary>A tombstone that nobody needs any more is removed. Who may run the module nevertheless is still told to stop it.</summary>
    public void Remove(string moduleId)
    {
        if (!_modules.Remove(moduleId, out var module))
        {
            return;
        }

        Index.Show(moduleId, false);
        foreach (var agent in Agents.Values)
        {
            if (agent.Instances.TryGetValue(moduleId, out var instance))
            {
                module.Tally.Uncount(instance);
                if (instance.Known != 0)
                {
                    Reconcile(agent, moduleId);
                }
                else
                {
                    _agents.Remove(instance);
                }
            }

            Mark(agent.Id, moduleId);
        }
    }

    /// <summary>An agent appeared or changed: its state, its cordon.</summary>
    public void Apply(Agent agent)
    {
        if (agent.State == AgentState.Terminated)
        {
            Forget(agent.Id);
            return;
        }

        RefreshAll(_agents.Follow(agent));
    }

    /// <summary>An agent connected, and this is what it is recorded to run.</summary>
    public FleetAgent Connect(Agent agent, IEnumerable<InstanceRecord> records)
    {
        var board = _agents.Follow(agent);
        board.StopGeneration = Math.Max(1, LastGeneration);
        Uncount(board);
        var before = board.Instances;
        _agents.Replace(board, records.ToDictionary(record => record.ModuleId, record => record.ToInstance(board), StringComparer.Ordinal));
        RefreshAll(board);
        foreach (var moduleId in before.Keys.Except(board.Instances.Keys))
        {
            feed.Mark(Topic.Instances(moduleId), board.Id);
        }

        return board;
    }

    public void Forget(string agentId)
    {
        if (_agents.Remove(agentId) is not { } board)
        {
            return;
        }

        Uncount(board);
        foreach (var moduleId in board.Instances.Keys.Union(_modules.Keys))
        {
            feed.Mark(Topic.Instances(moduleId), agentId);
        }

        feed.Mark(Topic.Agents, agentId);
        _agents.Replace(board, []);
        ChangedAll();
    }

    /// <summary>What this agent should run of this module. A module nobody knows is to be stopped.</summary>
    public DesiredRevision DesiredOn(FleetAgent agent, string moduleId)
    {
        if (!_modules.TryGetValue(moduleId, out var module))
        {
            return new DesiredRevision(0, agent.StopGeneration);
        }

        var desired = module.Desired;
        return new DesiredRevision(
            agent.IsCordoned ? 0 : desired.RevisionForAgents, Math.Max(desired.AgentsGeneration, agent.CordonGeneration));
    }

    /// <summary>Looks at one instance again, because something it depends on changed.</summary>
    public void Refresh(FleetAgent agent, string moduleId)
    {
        Reconcile(agent, moduleId);
        if (_modules.TryGetValue(moduleId, out var module))
        {
            Changed(module);
        }
    }

    /// <summary>Compares what is desired with what is known, and queues an update where they differ.</summary>
    private void Reconcile(FleetAgent agent, string moduleId)
    {
        var wanted = DesiredOn(agent, moduleId);
        if (!agent.Instances.TryGetValue(moduleId, out var instance))
        {
            // One that nobody wants and that does not run is not kept for each agent: there is nothing to know of it.
            if (!_modules.TryGetValue(moduleId, out var module) || !module.Desired.IsDeployed)
            {
                return;
            }

            _agents.Add(instance = new Instance(agent, moduleId) { UpdateTime = clock.GetUtcNow() });
        }

        if (instance.Generation != wanted.Generation)
        {
            instance.Generation = wanted.Generation;
            instance.Attempt = 0;
            instance.RetryAt = null;
            instance.IsFinal = false;
            Move(instance, instance.Known == wanted.Revision ? InstanceState.Succeeded : InstanceState.Pending, "");
        }
        else if (instance.Known == wanted.Revision != (instance.State == InstanceState.Succeeded))
        {
            Correct(instance, wanted);
        }

        if (wanted.Revision > 0 && (instance.State is InstanceState.Pending or InstanceState.Failed)
            && brake.IsOn(instance, _modules[moduleId].Desired.AgentsGeneration) is { } reason)
        {
            Move(instance, InstanceState.Held, reason);
            digest.Add(DeploymentEvents.Held(instance, Name(moduleId), wanted.Revision));
        }

        Recount(instance);
        Queue(instance, wanted);
    }

    /// <summary>An answer, or the lack of one, is durable: the instance follows.</summary>
    public void ApplyResult(Instance instance, InstanceChange change)
    {
        if (!IsCurrent(instance))
        {
            return;
        }

        var wanted = DesiredOn(instance.Agent, instance.ModuleId);
        var wasRunning = instance.State == InstanceState.Succeeded;
        instance.Observed = change.ObservedRevision;
        instance.IsInDoubt = change.IsInDoubt;
        instance.IsFinal = change.IsFinal;
        instance.StoredShown = change.Shown;
        if (change.State == InstanceState.Failed
            && (change.Generation == wanted.Generation || (wasRunning && instance.Generation == wanted.Generation)))
        {
            instance.Generation = wanted.Generation;
            instance.RetryAt = change.IsFinal
                ? null
                : clock.GetUtcNow() + Backoff.After(Math.Max(1, instance.Attempt), options.Value.RetryMin, options.Value.RetryMax);
            Move(instance, InstanceState.Failed, change.Message);
            digest.Add(DeploymentEvents.Failed(instance, Name(instance.ModuleId), wanted.Revision));
            if (instance.RetryAt is { } retryAt)
            {
                _retries.Enqueue(instance, retryAt);
            }
        }
        else
        {
            instance.RetryAt = null;
            Move(instance, instance.Known == wanted.Revision ? InstanceState.Succeeded : InstanceState.Pending, change.Message);
        }

        Reconcile(instance.Agent, instance.ModuleId);
        if (instance.Known == 0 && !_modules.ContainsKey(instance.ModuleId))
        {
            _agents.Remove(instance); // Something nobody knows was stopped: there is nothing left to say.
            Mark(instance.Agent.Id, instance.ModuleId);
        }

        Changed(instance);
    }

    /// <summary>Its agent is about to be told: until it answers, what it runs is in doubt.</summary>
    public void Begin(Instance instance, LastUpdate update)
    {
        instance.Told = update;
        instance.GivenAt = null;
        instance.IsInDoubt = true;
        instance.Attempt++;
        Recount(instance);
        Changed(instance);
    }

    /// <summary>Moves an instance to a state that is not an answer's: it is being worked on, or its agent went away.</summary>
    public void Transit(Instance instance, InstanceState state, string message)
    {
        Move(instance, state, message);
        Recount(instance);
        Queue(instance, DesiredOn(instance.Agent, instance.ModuleId));
        Changed(instance);
    }

    /// <summary>An update could not be prepared: it is tried again a little later, without being a failure of the agent.</summary>
    public void Postpone(Instance instance)
    {
        if (!IsCurrent(instance))
        {
            return;
        }

        instance.RetryAt = clock.GetUtcNow() + options.Value.RetryMin;
        _retries.Enqueue(instance, instance.RetryAt.Value);
    }

    /// <summary>Queues what has waited long enough.</summary>
    public void RetryDue()
    {
        var now = clock.GetUtcNow();
        while (_retries.TryPeek(out var instance, out var at) && at <= now)
        {
            _retries.Dequeue();
            if (IsCurrent(instance))
            {
                Queue(instance, DesiredOn(instance.Agent, instance.ModuleId));
            }
        }
    }

    public bool NeedsUpdate(Instance instance, DesiredRevision wanted) => instance.Agent.IsOnline
        && instance.Generation == wanted.Generation
        && instance.Known != wanted.Revision
        && (instance.RetryAt is not { } at || at <= clock.GetUtcNow())
        && (instance.State == InstanceState.Pending || (instance.State == InstanceState.Failed && !instance.IsFinal));

    /// <summary>
    /// Agents by what became of this module. Those that run as desired without ever having been told are SUCCEEDED. While a revision is
    /// withheld, agents are counted by whether they run it, not by whether they do what they were told before.
    /// </summary>
    public InstanceCounts CountsOf(FleetModule module)
    {
        if (module.Desired.IsWithheld)
        {
            return module.Tally.Predict(module.Desired.ToldLater.RevisionForAgents, Totals);
        }

        var (pending, working) = (module.Tally.Count(InstanceState.Pending), module.Tally.Count(InstanceState.InProgress));
        var (failed, held) = (module.Tally.Count(InstanceState.Failed), module.Tally.Count(InstanceState.Held));
        return new InstanceCounts(pending, working, Totals.Online - pending - working - failed - held, failed, held, Totals.Offline);
    }

    /// <summary>Agents by what is shown of this module there.</summary>
    public DisplayCounts ShownOf(FleetModule module) => module.Tally.Show(Totals, module.Desired, isNew: false);

    /// <summary>What would be shown of an instance, were its agent ONLINE.</summary>
    public DisplayState ShownIfOnline(Instance instance) =>
        DisplayRule.Of(instance.Facts with { Online = true }, _modules.GetValueOrDefault(instance.ModuleId)?.Desired.ShownRevision ?? 0);

    /// <summary>Another one takes its place when its agent reconnects; whoever still holds this one must change nothing with it.</summary>
    private static bool IsCurrent(Instance instance) => instance.Agent.Instances.GetValueOrDefault(instance.ModuleId) == instance;

    private void RefreshAll(FleetAgent agent)
    {
        foreach (var moduleId in agent.Instances.Keys.Union(_modules.Keys).ToList())
        {
            Reconcile(agent, moduleId);
            if (!agent.Instances.ContainsKey(moduleId))
            {
                Mark(agent.Id, moduleId); // It is shown by what its agent is alone.
            }
        }

        ChangedAll();
    }

    /// <summary>What it runs and what its state says disagree: an agent came back running something else than was recorded.</summary>
    private void Correct(Instance instance, DesiredRevision wanted)
    {
        if (instance.Known == wanted.Revision)
        {
            Move(instance, InstanceState.Succeeded, "");
        }
        else if (instance.State == InstanceState.Succeeded)
        {
            Move(instance, InstanceState.Pending, "");
        }
    }

    private string Name(string moduleId) => _modules.TryGetValue(moduleId, out var module) ? module.Desired.ModuleName : moduleId;

    private void Queue(Instance instance, DesiredRevision wanted)
    {
        if (NeedsUpdate(instance, wanted))
        {
            instance.Agent.Enqueue(instance, stop: wanted.Revision == 0);
        }
    }

    private void Move(Instance instance, InstanceState state, string message)
    {
        if (instance.State != state)
        {
            feed.Mark(Topic.Agents, instance.Agent.Id); // An agent is shown with its counts.
        }

        feed.Mark(Topic.Instances(instance.ModuleId), instance.Agent.Id);
        instance.State = state;
        instance.Message = message;
        instance.UpdateTime = clock.GetUtcNow();
    }

    /// <summary>
    /// The end of every change of an instance: it is counted as it is now, and whoever watches it learns how it is shown.
    /// </summary>
    private void Recount(Instance instance)
    {
        var module = _modules.GetValueOrDefault(instance.ModuleId);
        module?.Tally.Recount(instance);
        if (!instance.Show(DisplayRule.Of(instance.Facts, module?.Desired.ShownRevision ?? 0)))
        {
            return;
        }

        Mark(instance.Agent.Id, instance.ModuleId);
        if (module is not null)
        {
            feed.Mark(Topic.Modules, instance.ModuleId);
        }
    }

    /// <summary>An instance changed, or went: its agent is shown with its counts.</summary>
    private void Mark(string agentId, string moduleId)
    {
        feed.Mark(Topic.Instances(moduleId), agentId);
        feed.Mark(Topic.Agents, agentId);
    }

    private void Uncount(FleetAgent board)
    {
        foreach (var instance in board.Instances.Values)
        {
            if (_modules.TryGetValue(instance.ModuleId, out var module))
            {
                module.Tally.Uncount(instance);
            }
        }
    }

    private void Changed(Instance instance)
    {
        feed.Mark(Topic.Instances(instance.ModuleId), instance.Agent.Id);
        if (_modules.TryGetValue(instance.ModuleId, out var module))
        {
            Changed(module);
        }
    }

    private void Changed(FleetModule module)
    {
        module.UpdateTime = clock.GetUtcNow();
        feed.Mark(Topic.Modules, module.Desired.ModuleId);
        phases.Observe(module, CountsOf(module), Totals);
    }

    /// <summary>An agent came or went: it counts in every module.</summary>
    private void ChangedAll()
    {
        foreach (var module in _modules.Values)
        {
            Changed(module);
        }
    }
}
