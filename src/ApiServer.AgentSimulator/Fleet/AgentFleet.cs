using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Rows;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>Many agents in one process.</summary>
internal sealed class AgentFleet : IAsyncDisposable
{
    private readonly AgentContext _context;
    private readonly SimulatedAgent[] _agents;
    private readonly Churn _churn;
    private readonly RowWriter? _rows;

    public AgentFleet(FleetOptions options, TimeProvider? time = null)
    {
        if (options.Problems() is [_, ..] problems)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        Options = options;
        _context = new AgentContext(options, time ?? TimeProvider.System);
        _agents = new SimulatedAgent[options.Agents];
        for (var i = 0; i < _agents.Length; i++)
        {
            var wire = i < options.Agents - options.LegacyAgents ? AgentWire.V1 : AgentWire.Legacy;
            _agents[i] = new SimulatedAgent(_context, i + 1, wire, BehaviorOf(i));
        }

        _churn = new Churn(_context, _agents);
        _rows = options.DatabaseUrl.Length > 0
            ? new RowWriter(
                RowTarget.Open(options.DatabaseUrl), new RowShapes(options.Server), _agents, time ?? TimeProvider.System)
            : null;
    }

    public FleetOptions Options { get; }

    /// <summary>The seed that is used: the given one, or the one that was drawn.</summary>
    public ulong Seed => _context.Seed;

    public IReadOnlyList<SimulatedAgent> Agents => _agents;

    public FleetCounters Counters => _context.Counters;

    public SimulatedAgent this[int index] => _agents[index];

    public void Start()
    {
        foreach (var agent in _agents)
        {
            agent.Start();
        }

        _churn.Start();
        _rows?.Start();
    }

    /// <summary>Lets all agents say good-bye, for two seconds at most each.</summary>
    public Task StopAsync()
    {
        _churn.Dispose();
        return Task.WhenAll(_agents.Select(agent => agent.StopAsync()));
    }

    /// <summary>`kill -9` for all.</summary>
    public Task KillAsync()
    {
        _churn.Dispose();
        return Task.WhenAll(_agents.Select(agent => agent.KillAsync()));
    }

    public FleetSnapshot Snapshot() => FleetSnapshot.Of(_agents, _context.Counters);

    public Task WaitUntilAsync(Func<AgentFleet, bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _context.Changed.WaitUntilAsync(() => condition(this), timeout, Describe, cancellationToken);

    public Task WaitForConnectedAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(fleet => fleet._agents.All(agent => agent.Phase == AgentPhase.Connected), timeout, cancellationToken);

    /// <summary>Waits until <see cref="SimulatedAgent.Runs"/> for all agents.</summary>
    public Task WaitForRunningAsync(string moduleId, int revision, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(fleet => fleet._agents.All(agent => agent.Runs(moduleId, revision)), timeout, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_rows is not null)
        {
            await _rows.DisposeAsync();
        }

        await KillAsync();
        foreach (var agent in _agents)
        {
            await agent.DisposeAsync();
        }

        _context.Dispose();
    }

    private AgentBehavior BehaviorOf(int index)
    {
        var isSlow = index < Options.SlowAgents;
        var isFailing = !isSlow && index < Options.SlowAgents + Options.FailingAgents;
        return Options.Behavior with
        {
            Latency = isSlow ? Options.SlowLatency : Options.Behavior.Latency,
            AlwaysFails = isFailing || Options.Behavior.AlwaysFails,
        };
    }

    private string Describe()
    {
        var snapshot = Snapshot();
        return $"{snapshot.Connected} of {snapshot.Agents} agents connected, {snapshot.Running} modules running, " +
            $"last problem: {Counters.LastProblem?.Detail ?? "none"}";
    }
}
