using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// What one session should be told, and what it answered. Implemented by Deployments; an agent's session asks it and never decides.
/// </summary>
internal interface IAgentOrders
{
    /// <summary>The next thing to tell this agent, or null: nothing to do, or an answer is outstanding.</summary>
    ValueTask<AgentOrder?> NextAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes the order the outstanding one, just before it is sent. False when it is no longer what is wanted: ask for the next one.
    /// </summary>
    ValueTask<bool> BeginAsync(AgentOrder order, CancellationToken cancellationToken);

    /// <summary>The transport took the order: the deadline for the answer starts.</summary>
    void Accepted(AgentOrder order);

    /// <summary>Records an answer; completes when it is durable, or was ignored.</summary>
    Task ReportAsync(ModuleReport report, CancellationToken cancellationToken);

    /// <summary>True when the outstanding order's deadline has passed.</summary>
    bool IsOverdue(DateTimeOffset now);

    /// <summary>
    /// The outstanding order counts as failed; nothing is waited for any more. A legacy agent is sent nothing more after it.
    /// </summary>
    Task GiveUpAsync(CancellationToken cancellationToken);

    /// <summary>Stores what the end of the session says about what it was given; part of the transaction that stores the end.</summary>
    /// <param name="unit">The transaction.</param>
    /// <param name="end">Why the session ended.</param>
    /// <param name="lastSeen">The agent's last sign of life: its end may have been noticed long after.</param>
    void RecordEnd(WriteUnit unit, SessionEnd end, DateTimeOffset lastSeen);

    /// <summary>The session is over: its outstanding order is pending again. The feed's gate is held.</summary>
    void Detach();
}
