namespace Tricorder.ApiServer.Deployments.State;

/// <summary>A row of table <c>module_instance</c>. What was shown last is null where nothing was kept of it.</summary>
internal sealed record InstanceRecord(
    string ModuleId,
    string AgentId,
    int ObservedRevision,
    long Generation,
    InstanceState State,
    string Message,
    int Attempt,
    DateTimeOffset UpdateTime,
    DisplayState? LastShown = null)
{
    /// <summary>The instance as it is after a reconnect or a restart: what was in progress is pending again.</summary>
    public Instance ToInstance(FleetAgent agent) => new(agent, ModuleId)
    {
        Observed = ObservedRevision,
        Generation = Generation,
        State = State == InstanceState.InProgress ? InstanceState.Pending : State,
        Message = Message,
        Attempt = Attempt,
        UpdateTime = UpdateTime,
        Told = new LastUpdate(Generation, Math.Max(ObservedRevision, 0), Deploy: ObservedRevision > 0),
        LastKnown = LastShown ?? Guess(agent),
        StoredShown = LastShown,
    };

    /// <summary>Of a row from before that was kept: as far as the row tells.</summary>
    private DisplayState Guess(FleetAgent agent) => agent.IsCordoned ? DisplayState.Cordoned : State switch
    {
        InstanceState.Failed => DisplayState.Failed,
        InstanceState.Held => DisplayState.Held,
        _ => ObservedRevision switch
        {
            > 0 => DisplayState.Running,
            0 => DisplayState.Stopped,
            _ => DisplayState.Updating,
        },
    };
}
