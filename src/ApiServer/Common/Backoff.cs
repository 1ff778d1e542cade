namespace Tricorder.ApiServer.Common;

/// <summary>Doubles from the smallest to the largest wait, with up to a fifth of it taken off at random so that retries spread.</summary>
internal static class Backoff
{
    public static TimeSpan After(int attempt, TimeSpan min, TimeSpan max)
    {
        var doubled = min.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var seconds = Math.Min(doubled, max.TotalSeconds);
#pragma warning disable CA5394 // Spreading needs no secrecy.
        return TimeSpan.FromSeconds(seconds * (1 - (Random.Shared.NextDouble() * 0.2)));
#pragma warning restore CA5394
    }
}
