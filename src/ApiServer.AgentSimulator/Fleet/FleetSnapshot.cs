using Tricorder.ApiServer.AgentSimulator.Agents;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>Where a fleet stands.</summary>
/// <param name="Agents">All agents.</param>
/// <param name="Connected">Those whose stream is up.</param>
/// <param name="Running">Modules that run, over all agents.</param>
/// <param name="Counters">What happened so far.</param>
internal sealed record FleetSnapshot(int Agents, int Connected, int Running, FleetCounters Counters)
{
    public static FleetSnapshot Of(IReadOnlyList<SimulatedAgent> agents, FleetCounters counters)
    {
        var (connected, running) = (0, 0);
        foreach (var agent in agents)
        {
            connected += agent.Phase == AgentPhase.Connected ? 1 : 0;
            running += agent.RunningCount;
        }

        return new FleetSnapshot(agents.Count, connected, running, counters);
    }
}
