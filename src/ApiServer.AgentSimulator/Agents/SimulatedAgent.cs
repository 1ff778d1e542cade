using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.AgentSimulator.Scheduling;
using Tricorder.ApiServer.AgentSimulator.Wire.Legacy;
using Tricorder.ApiServer.AgentSimulator.Wire.V1;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>
/// The agent of one node over all its processes: it is started, crashes or is killed, comes back under a new id. Members may
/// be called from any thread.
/// </summary>
internal sealed class SimulatedAgent : IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeGrace = TimeSpan.FromSeconds(2);

    private readonly AgentContext _context;
    private readonly Lock _gate = new();
    private readonly ChangeSignal _changed = new();
    private readonly AgentPlace _place;
    private readonly AgentScript _script = new();
    private readonly AgentLife _life;
    private List<ModuleUpdate>? _updates;
    private int _phase;

    public SimulatedAgent(AgentContext context, int number, AgentWire wire, AgentBehavior behavior)
    {
        _context = context;
        Number = number;
        Wire = wire;
        Behavior = behavior;
        LoadDice = Dice.For(context.Seed, number, purpose: 0);
        PaceDice = Dice.For(context.Seed, number, purpose: 1);
        _place = new AgentPlace(context.Options.NodePrefix, number, Dice.For(context.Seed, number, purpose: 2));
        _life = new AgentLife(this, context, NewProcess);
    }

    /// <summary>1 for the first agent of the fleet.</summary>
    public int Number { get; }

    public AgentWire Wire { get; }

    /// <summary>How it fares from now on.</summary>
    public AgentBehavior Behavior { get; set; }

    public string NodeName => _place.NodeName;

    public string PodUid => _place.PodUid;

    public NodeProfile Profile => _place.Profile;

    /// <summary>Id of its process; empty while that is down.</summary>
    public string AgentId => _life.Process?.AgentId ?? "";

    public AgentPhase Phase
    {
        get => (AgentPhase)Volatile.Read(ref _phase);
        internal set
        {
            Volatile.Write(ref _phase, (int)value);
            NoteChange();
        }
    }

    /// <summary>Module id to revision of what runs now (revision 0 on the legacy wire); empty while its process is down.</summary>
    public IReadOnlyDictionary<string, int> Running => _life.Process?.Modules.Running() ?? new Dictionary<string, int>();

    /// <summary>Everything that its process holds, what has trapped too.</summary>
    public IReadOnlyList<LoadedModule> Modules => _life.Process?.Modules.All() ?? [];

    public int RunningCount => _life.Process?.Modules.CountRunning() ?? 0;

    /// <summary>All orders received, if the fleet keeps them.</summary>
    public IReadOnlyList<ModuleUpdate> Updates
    {
        get
        {
            lock (_gate)
            {
                return _updates is null ? [] : [.. _updates];
            }
        }
    }

    /// <summary>Decides about loads.</summary>
    internal Dice LoadDice { get; }

    /// <summary>Decides about waits and counters.</summary>
    internal Dice PaceDice { get; }

    /// <summary>Starts a process, under a new id, unless there is one.</summary>
    public void Start() => _life.Start();

    /// <summary>Says good-bye and ends; <see cref="Start"/> starts it again.</summary>
    public Task StopAsync() => _life.StopAsync(GoodbyeGrace);

    /// <summary>`kill -9`: the connection breaks and nothing starts it again until <see cref="Start"/>.</summary>
    public Task KillAsync() => _life.KillAsync();

    /// <summary>`kill -9`, and a new process, under a new id, running nothing, after <paramref name="delay"/>.</summary>
    public void Restart(RestartKind kind = RestartKind.SamePod, TimeSpan delay = default) => _life.Restart(kind, delay);

    /// <summary>Breaks the connection; the same V1 process connects again, a legacy one crashes over its process report.</summary>
    public void Disconnect() => _life.Process?.Connection.Abort();

    /// <summary>Says what becomes of the next orders, one after the other.</summary>
    public void Script(params ReadOnlySpan<ScriptedAnswer> answers) => _script.Add(answers);

    /// <summary>
    /// Makes a module that runs fail, and reports it. False when it does not run, and on the legacy wire, which has no word
    /// for that: such an agent only answers orders.
    /// </summary>
    public async Task<bool> TrapAsync(string moduleId, string error) =>
        _life.Process is V1Process process && process.Modules.Find(moduleId) is { } module && await process.TrapAsync(module, error);

    /// <summary>
    /// Whether it runs that revision of the module; on the legacy wire, which does not tell revisions, any. 0: does not run it.
    /// </summary>
    public bool Runs(string moduleId, int revision)
    {
        var module = _life.Process?.Modules.Find(moduleId) is { IsTrapped: false } found ? found : null;
        return revision == 0 ? module is null : module is not null && (Wire == AgentWire.Legacy || module.Revision == revision);
    }

    public Task WaitUntilAsync(Func<SimulatedAgent, bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _changed.WaitUntilAsync(() => condition(this), timeout, ToString, cancellationToken);

    public Task WaitForConnectedAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(agent => agent.Phase == AgentPhase.Connected, timeout, cancellationToken);

    /// <summary>Waits until <see cref="Runs"/>.</summary>
    public Task WaitForRunningAsync(string moduleId, int revision, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(agent => agent.Runs(moduleId, revision), timeout, cancellationToken);

    public override string ToString() =>
        $"{NodeName} ({Wire}, {AgentId}) is {Phase} and runs [{string.Join(", ", Running.Select(pair => $"{pair.Key} r{pair.Value}"))}]";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _life.Dispose();
    }

    internal void MoveTo(RestartKind kind) => _place.Change(kind);

    internal LoadPlan Plan(ModuleUpdate order, bool nothingToDo) =>
        _script.Plan(order, nothingToDo, Behavior, Profile.KernelRelease, LoadDice);

    internal void NoteUpdate(ModuleUpdate order)
    {
        _context.Counters.Ordered();
        if (_context.Options.RecordUpdates)
        {
            lock (_gate)
            {
                (_updates ??= []).Add(order);
            }
        }

        NoteChange();
    }

    internal void NoteChange()
    {
        _changed.Raise();
        _context.Changed.Raise();
    }

    private AgentProcess NewProcess() => Wire == AgentWire.V1 ? new V1Process(this, _context) : new LegacyProcess(this, _context);
}
