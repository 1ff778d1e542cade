namespace Tricorder.ApiServer.Events;

/// <summary>What happened, before it has an id, a time and its place in the sequence. Empty = does not apply.</summary>
internal sealed record NewEvent
{
    /// <summary>One of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    public Origin Origin { get; init; } = Origin.Server;

    public string ModuleId { get; init; } = "";

    public string AgentId { get; init; } = "";

    public long Revision { get; init; }

    /// <summary>One of <see cref="EventOutcomes"/>.</summary>
    public string Outcome { get; init; } = EventOutcomes.Succeeded;

    /// <summary>What it was done to, where that is neither a module nor an agent; such as <c>token/ci</c>.</summary>
    public string Target { get; init; } = "";

    /// <summary>What changed, as JSON: programs as digests, never a body or a secret.</summary>
    public string Change { get; init; } = "";

    /// <summary>For people; cut to <see cref="EventText.MessageLimit"/> characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>The message without its agent: the same for all agents that it happens to; empty where no agent is in it.</summary>
    public string Shared { get; init; } = "";

    /// <summary>What the message is made of.</summary>
    public EventParameters Parameters { get; init; } = EventParameters.None;
}
