namespace Tricorder.ApiServer.Agents;

/// <summary>Section <c>Agents</c>.</summary>
internal sealed record AgentOptions
{
    public const string Section = "Agents";

    /// <summary>How many agents may be connected at a time; more are asked to come back later.</summary>
    public int Max { get; init; } = 20_000;

    /// <summary>How often agents say that they live.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After this many missed heartbeats an agent is OFFLINE.</summary>
    public int MissedHeartbeats { get; init; } = 3;

    /// <summary>How long a new stream may take to say hello.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many streams are written to at a time; more cost memory, delay calls and gain nothing (docs/adr/0005).</summary>
    public int ConcurrentSends { get; init; } = 32;

    /// <summary>After this long a stalled write gives its place to the next; it goes on by itself.</summary>
    public TimeSpan SendSlotTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>An agent that has not taken a message after this long is disconnected.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When the server stops, agents are asked to come back within this time, spread evenly.</summary>
    public TimeSpan DrainSpread { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping server waits for agents to leave.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>TERMINATED agents are forgotten after this.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(7);
}
