namespace Tricorder.ApiServer.Events;

/// <summary>Something that happened, and who did it.</summary>
internal sealed record ServerEvent
{
    public required string Id { get; init; }

    /// <summary>Its place among all events: later ones have higher numbers, and a number is never given twice.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Kind { get; init; }

    public required Origin Origin { get; init; }

    public required string ModuleId { get; init; }

    public required string AgentId { get; init; }

    public required long Revision { get; init; }

    public required string Outcome { get; init; }

    public required string Message { get; init; }

    /// <summary>What the message is made of.</summary>
    public required EventParameters Parameters { get; init; }

    /// <summary>What it was done to, such as <c>module/&lt;id&gt;</c>.</summary>
    public required string Target { get; init; }

    /// <summary>What changed, as JSON.</summary>
    public required string Change { get; init; }
}
