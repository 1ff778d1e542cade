using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>The seam through which agents learn what they should run. Implemented by Deployments.</summary>
internal interface IDesiredState
{
    /// <summary>
    /// Brings the records of what agents run in line with what they say (null = it does not say), in the transaction that stores their
    /// hellos. What it returns for each gives the session what it is to deliver, in the change of live state after the commit.
    /// </summary>
    IReadOnlyList<Func<AgentSession, IAgentDelivery>> RecordHellos(
        WriteUnit unit, IReadOnlyList<(Agent Agent, IReadOnlyList<RunningModule>? Running)> hellos);

    /// <summary>An agent's state, cordon or node changed, or it went away (null). Part of a change of live state.</summary>
    void AgentChanged(string agentId, Agent? agent);

    /// <summary>Removes the records of agents that are not coming back, in the transaction that does so.</summary>
    void RecordGone(WriteUnit unit, IReadOnlyList<Agent> agents);
}
