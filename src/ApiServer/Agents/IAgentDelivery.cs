using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// What one session is to be told, one update at a time, and what its agent answers. Implemented by Deployments: a session asks it and
/// decides nothing. The session keeps how long the answer may take (<see cref="AgentSession.Answer"/>).
/// </summary>
internal interface IAgentDelivery
{
    /// <summary>Whether an update may be taken now. Cheap: it may be out of date, and the session is woken when it becomes true.</summary>
    bool HasNext { get; }

    /// <summary>
    /// Takes the next update. It is in flight from now on, until it is answered. Null: there is none, or one is in flight.
    /// </summary>
    ValueTask<AgentUpdate?> TakeNextAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The transport has the update that was taken last. Called in the session's turn, whether it was answered meanwhile or not.
    /// </summary>
    void Sent();

    /// <summary>Records an answer; completes when it is durable and has taken effect, or was ignored.</summary>
    Task ReportAsync(ModuleReport report, CancellationToken cancellationToken);

    /// <summary>
    /// The update in flight counts as failed: its answer did not come in time. A legacy agent is sent nothing more after it. False = it was
    /// answered meanwhile.
    /// </summary>
    Task<bool> GiveUpAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes nothing and no answer from now on. Completes when the answers that were taken before are durable, with what must be stored
    /// with the end of the session.
    /// </summary>
    /// <param name="end">Why the session ended.</param>
    /// <param name="lastSeen">The agent's last sign of life: its end may have been noticed long after.</param>
    ValueTask<IDeliveryEnd> EndAsync(SessionEnd end, DateTimeOffset lastSeen);

    /// <summary>The session is over: its update in flight is pending again. Part of a change of live state.</summary>
    void Detach();
}

/// <summary>What the end of a session says about what its agent had been given.</summary>
internal interface IDeliveryEnd
{
    /// <summary>Stores it; part of the transaction that stores the end.</summary>
    void Record(WriteUnit unit);
}
