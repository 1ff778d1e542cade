namespace Tricorder.ApiServer.Events;

/// <summary>What happened, before it has an id, a time and its place in the sequence. Empty = does not apply.</summary>
internal sealed record NewEvent
{
    /// <summary>One of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    public string Actor { get; init; } = Actors.Server;

    public string ModuleId { get; init; } = "";

    public string AgentId { get; init; } = "";

    public long Revision { get; init; }

    /// <summary>One of <see cref="EventOutcomes"/>.</summary>
    public string Outcome { get; init; } = EventOutcomes.Succeeded;

    /// <summary>For people; cut to <see cref="EventText.MessageLimit"/> characters.</summary>
    public string Message { get; init; } = "";
}
