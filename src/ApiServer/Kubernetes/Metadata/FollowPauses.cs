using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// How long a follower waits before it asks again, whatever went wrong: 0.8 s doubling to 30 s, as client-go does. Only a watch that lived
/// for a while ends that: a list costs Kubernetes most, and one that works says nothing about the watch after it.
/// </summary>
internal sealed class FollowPauses
{
    private static readonly TimeSpan Min = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AWhile = Max;

    // Kubernetes ends watches when it likes; one that ends at once is of no use.
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(1);

    // Whoever asks for more than this made a mistake.
    private static readonly TimeSpan MaxAsked = TimeSpan.FromMinutes(5);

    /// <summary>How often in a row something went wrong.</summary>
    public int Count { get; private set; }

    /// <param name="asked">How long Kubernetes wants to be left alone.</param>
    public TimeSpan Next(TimeSpan asked)
    {
        var pause = Backoff.After(++Count, Min, Max);
        return asked <= pause ? pause : asked < MaxAsked ? asked : MaxAsked;
    }

    /// <summary>A watch was ended in order that was open for this long. True when that is no failure.</summary>
    public bool WatchEnded(TimeSpan time) => WatchLived(time) || time >= AMoment;

    /// <summary>A watch ended that was open for this long. True when that was a while: what went wrong before is over.</summary>
    public bool WatchLived(TimeSpan time)
    {
        Count = time >= AWhile ? 0 : Count;
        return time >= AWhile;
    }
}
