namespace Tricorder.ApiServer.Client;

/// <summary>How a watch behaves.</summary>
public sealed record WatchOptions
{
    /// <summary>Resume tokens by key, kept up to date by the watch: given again, a later watch goes on where this one ended.</summary>
    public IDictionary<string, string> Tokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Told null when the stream stands, and the error when it broke: what is known is stale from then on.</summary>
    public Action<ApiError?>? OnState { get; init; }

    /// <summary>How long to wait before the attempt of this number, 1 for the first after a failure.</summary>
    public Func<int, TimeSpan> Backoff { get; init; } = DefaultBackoff;

    /// <summary>
    /// A tenth of a second at first, a second at most, so that a server that returned is seen within two; never for all clients the same.
    /// </summary>
    public static TimeSpan DefaultBackoff(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(1, 0.1 * Math.Pow(2, Math.Min(attempt - 1, 4)))) * (0.5 + (Random.Shared.NextDouble() / 2));

    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
