using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>What all agents of a fleet share.</summary>
internal sealed class AgentContext(FleetOptions options, TimeProvider time) : IDisposable
{
    public FleetOptions Options { get; } = options;

    public Scheduler Scheduler { get; } = new(time);

    public FleetCounters Counters { get; } = new();

    public ConnectLimiter Gate { get; } = new(options.ConnectConcurrency);

    /// <summary>Raised when any agent has changed.</summary>
    public ChangeSignal Changed { get; } = new();

    public ulong Seed { get; } = options.Seed ?? (ulong)Random.Shared.NextInt64(1, uint.MaxValue);

    public void Dispose()
    {
        Scheduler.Dispose();
        Gate.Dispose();
    }
}
