using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Rows;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>What a fleet of agents is like.</summary>
internal sealed record FleetOptions
{
    public required Uri Server { get; init; }

    public int Agents { get; init; } = 1;

    /// <summary>How many of them, the last ones, speak the legacy wire.</summary>
    public int LegacyAgents { get; init; }

    /// <summary>How many of them, the first ones, are slow.</summary>
    public int SlowAgents { get; init; }

    /// <summary>How many of them, next to the slow ones, fail every load.</summary>
    public int FailingAgents { get; init; }

    /// <summary>How all but the slow and the failing ones fare.</summary>
    public AgentBehavior Behavior { get; init; } = new();

    public LatencyRange SlowLatency { get; init; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));

    /// <summary>Restarts and disappearances per minute, in the whole fleet.</summary>
    public double ChurnPerMinute { get; init; }

    /// <summary>Makes what happens repeatable; null: another one each time. Agent ids are new each time all the same.</summary>
    public ulong? Seed { get; init; }

    public string NodePrefix { get; init; } = "sim-node";

    /// <summary>First and longest wait before a lost stream is opened again.</summary>
    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>First and longest wait before a crashed process is started again.</summary>
    public TimeSpan RestartMin { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan RestartMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a load that takes long is reported IN_PROGRESS.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan KeepAlivePing { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many agents connect at the same time; 0: no limit.</summary>
    public int ConnectConcurrency { get; init; } = 256;

    /// <summary>What agents prove who they are with, and whom they trust.</summary>
    public AgentCredentials Credentials { get; init; } = new();

    public int MaxReceiveMessageSize { get; init; } = 4 << 20;

    /// <summary>The database that rows are really inserted into; empty: none are, and what agents report is made up.</summary>
    public string DatabaseUrl { get; init; } = "";

    /// <summary>Keeps each agent's orders, for tests; they add up.</summary>
    public bool RecordUpdates { get; init; }

    /// <summary>All that is wrong with these options; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems() => [.. FindProblems()];

    private IEnumerable<string> FindProblems()
    {
        if (Agents < 1)
        {
            yield return $"--agents must be at least 1, not {Agents}";
        }

        if (LegacyAgents < 0 || LegacyAgents > Agents)
        {
            yield return $"--legacy must be between 0 and the number of agents, {Agents}, not {LegacyAgents}";
        }

        if (SlowAgents < 0 || FailingAgents < 0 || SlowAgents + FailingAgents > Agents)
        {
            yield return $"--slow and --failing must not be negative nor, together, exceed the number of agents, {Agents}";
        }

        if (Behavior.FailRate is not (>= 0 and <= 1))
        {
            yield return $"--fail-rate must be between 0 and 1, not {Behavior.FailRate}";
        }

        if (Behavior.TrapRate is not (>= 0 and <= 1))
        {
            yield return $"--trap-rate must be between 0 and 1, not {Behavior.TrapRate}";
        }

        if (!double.IsFinite(ChurnPerMinute) || ChurnPerMinute < 0)
        {
            yield return $"--churn must be a number of restarts per minute, 0 or more, not {ChurnPerMinute}";
        }

        if (ConnectConcurrency < 0)
        {
            yield return $"--connecting must be 0 (no limit) or more, not {ConnectConcurrency}";
        }

        if (DatabaseUrl.Length > 0 && !RowTarget.IsOne(DatabaseUrl))
        {
            // What was given has a password in it: it is not repeated.
            yield return $"--pg-url must be of the form {RowTarget.Form}";
        }

        if (string.IsNullOrWhiteSpace(NodePrefix))
        {
            yield return "--node-prefix must not be empty";
        }
    }
}
