using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>
/// How soon the server may make another token by itself: at once the first time, because a token that Grafana does not take any more is
/// replaced by one that it takes; after pauses that double when that one does not hold either, because the next would not.
/// </summary>
internal sealed class TokenPace(TimeProvider clock)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);

    // A token that was good for this long was good.
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(10);

    private int _made;
    private long _last;
    private TimeSpan _pause;

    /// <summary>How long until another one may be made.</summary>
    public TimeSpan Wait => _pause - clock.GetElapsedTime(_last) is var left && _made > 0 && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Grafana has made one, whatever becomes of it.</summary>
    public void Made()
    {
        _made = _made > 0 && clock.GetElapsedTime(_last) >= Held ? 1 : _made + 1;
        _last = clock.GetTimestamp();
        _pause = Backoff.After(_made, PauseMin, PauseMax);
    }
}
