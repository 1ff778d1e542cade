namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// A lock is tried for again for a moment: a process that its last holder has begun has copies of the holder's handles, and with them the
/// lock, until it runs its own program.
/// </summary>
internal static class LockAttempts
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Tries until <paramref name="attempt"/> gives something, or null at last.</summary>
    public static T? Try<T>(Func<T?> attempt)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (attempt() is { } held)
            {
                return held;
            }

            if (TimeProvider.System.GetElapsedTime(start) >= Within)
            {
                return null;
            }

            Thread.Sleep(Pause);
        }
    }
}
