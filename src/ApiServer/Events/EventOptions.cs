namespace Tricorder.ApiServer.Events;

/// <summary>Section <c>Events</c>: how long the past is kept.</summary>
internal sealed record EventOptions
{
    public const string Section = "Events";

    /// <summary>Older events are forgotten.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Above this number the oldest are forgotten, however young. Calls without an effect have a number of their own.</summary>
    public int KeepAtMost { get; init; } = 100_000;

    /// <summary>The same for refused and failed calls: whoever makes many of those pushes nothing else out.</summary>
    public int KeepCallsAtMost { get; init; } = 20_000;

    /// <summary>Where events are written to as lines of JSON: <c>stdout</c> or a file; empty: nowhere.</summary>
    public string Export { get; init; } = "";
}
