using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>How many agents there are, by what totals and findings ask for. Part of live state.</summary>
internal sealed class AgentTotals
{
    public int Online { get; private set; }

    public int Offline { get; private set; }

    /// <summary>Of those that are ONLINE.</summary>
    public int Cordoned { get; private set; }

    /// <summary>Of those that are ONLINE.</summary>
    public int Legacy { get; private set; }

    /// <summary>The same numbers, which do not change any more.</summary>
    public AgentTotals Copy() => (AgentTotals)MemberwiseClone();

    /// <summary>Counts an agent as it is now: <paramref name="by"/> is 1, or -1 to take back before it changes.</summary>
    public void Count(FleetAgent agent, int by)
    {
        if (!agent.IsOnline)
        {
            Offline += by;
            return;
        }

        Online += by;
        Cordoned += agent.IsCordoned ? by : 0;
        Legacy += agent.Protocol == AgentProtocol.Legacy ? by : 0;
    }
}
