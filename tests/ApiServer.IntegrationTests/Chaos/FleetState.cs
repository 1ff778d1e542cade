using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>What simulated agents really hold, compared with what they should.</summary>
internal static class FleetState
{
    /// <summary>
    /// Waits until every agent is connected and runs these modules at these revisions, with this content, and nothing else.
    /// </summary>
    public static Task WaitForExactlyAsync(this AgentFleet fleet, IReadOnlyCollection<DesiredState> wanted, TimeSpan within) =>
        fleet.WaitForExactlyAsync(fleet.Agents, wanted, within);

    /// <summary>The same for some agents of the fleet.</summary>
    public static async Task WaitForExactlyAsync(
        this AgentFleet fleet, IReadOnlyCollection<SimulatedAgent> agents, IReadOnlyCollection<DesiredState> wanted, TimeSpan within)
    {
        try
        {
            await fleet.WaitUntilAsync(_ => agents.All(agent => agent.HoldsExactly(wanted)), within);
        }
        catch (TimeoutException)
        {
            var wrong = agents.Where(agent => !agent.HoldsExactly(wanted)).Take(5);
            Assert.Fail(
                $"After {within.TotalSeconds} s the fleet should run [{string.Join(", ", wanted)}], but:\n{string.Join('\n', wrong)}");
        }
    }

    public static bool HoldsExactly(this SimulatedAgent agent, IReadOnlyCollection<DesiredState> wanted)
    {
        var held = agent.Modules;
        return agent.Phase == AgentPhase.Connected && held.Count == wanted.Count && wanted.All(module =>
            held.Any(loaded => loaded.ModuleId == module.Id
                && !loaded.IsTrapped
                && (agent.Wire == AgentWire.Legacy || loaded.Revision == module.Revision)
                && (loaded.Digest == 0 || module.Digest == 0 || loaded.Digest == module.Digest)));
    }
}
