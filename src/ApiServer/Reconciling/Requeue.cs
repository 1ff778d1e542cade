namespace Tricorder.ApiServer.Reconciling;

/// <summary>How a run ended, and when the next one comes at the latest.</summary>
/// <param name="Within">The next run comes after this time; null = the plan says when.</param>
/// <param name="Failure">Why not all was done; null = all was. It is shown to anybody, so it must hold no secret.</param>
/// <param name="IsDeaf">Triggers do not bring the next run forward: it would fail as well.</param>
internal readonly record struct Requeue(TimeSpan? Within, string? Failure = null, bool IsDeaf = false)
{
    /// <summary>All is as it should be. The next run comes with a trigger or with the resync.</summary>
    public static Requeue AtResync => default;

    /// <summary>All is as it should be, and the next run comes after this time at the latest.</summary>
    public static Requeue After(TimeSpan within) => new(within);

    /// <summary>A part failed, and the loop has logged that. The next run comes after the pause for retries, or with a trigger.</summary>
    public static Requeue Incomplete(string reason) => new(null, reason);

    /// <summary>Nothing could be done, and the loop has logged that. The next run comes after the pause for retries.</summary>
    /// <param name="reason">A word for it.</param>
    /// <param name="after">How long who refused it wants to be left alone.</param>
    public static Requeue Failed(string reason, TimeSpan? after = null) => new(after, reason, IsDeaf: true);
}
