namespace Tricorder.ApiServer.Api.Watch;

/// <summary>Section <c>Watch</c>.</summary>
internal sealed record WatchOptions
{
    public const string Section = "Watch";

    /// <summary>Changes of one subscription are sent together, at most this often.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>When nothing changes, a bookmark is sent this often.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A watcher that does not take a message within this time is ended with RESOURCE_EXHAUSTED.</summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most subscriptions of one stream; 64 is the most that a request may hold.</summary>
    public int MaxSubscriptions { get; init; } = 64;
}
