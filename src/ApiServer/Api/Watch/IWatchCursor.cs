namespace Tricorder.ApiServer.Api.Watch;

/// <summary>One subscription under way.</summary>
internal interface IWatchCursor : IDisposable
{
    /// <summary>Everything up to here was read.</summary>
    long Position { get; }

    /// <summary>The snapshot in chunks; empty where the subscription was resumed.</summary>
    IAsyncEnumerable<V1.Snapshot> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>True when something may have changed; false after <paramref name="timeout"/>.</summary>
    Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>What changed since, in chunks. <see cref="Position"/> counts once all are sent.</summary>
    IAsyncEnumerable<V1.Changes> ChangesAsync(CancellationToken cancellationToken);
}
