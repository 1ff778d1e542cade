using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>The seam through which agents learn what they should run. Implemented by Deployments.</summary>
internal interface IDesiredState
{
    /// <summary>
    /// Brings the records of what this agent runs in line with what it says, in the transaction that stores its hello. The action
    /// returned is run under the feed's gate after the commit and gives the session its orders.
    /// </summary>
    Func<AgentSession, IAgentOrders> RecordHello(WriteUnit unit, Agent agent, IReadOnlyList<RunningModule>? running);

    /// <summary>An agent's state, cordon or node changed, or it went away (null). The feed's gate is held.</summary>
    void AgentChanged(string agentId, Agent? agent);

    /// <summary>Removes the records of an agent that is not coming back, in the transaction that does so.</summary>
    void RecordGone(WriteUnit unit, Agent agent);
}
