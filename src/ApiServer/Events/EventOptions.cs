namespace Tricorder.ApiServer.Events;

/// <summary>Section <c>Events</c>: how long the past is kept.</summary>
internal sealed record EventOptions
{
    public const string Section = "Events";

    /// <summary>Older events are forgotten.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Above this number the oldest are forgotten, however young.</summary>
    public int KeepAtMost { get; init; } = 100_000;
}
