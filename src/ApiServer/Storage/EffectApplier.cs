using System.Threading.Channels;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// Lets memory follow what was committed, in commit order, on a thread of its own: the writer commits the next group meanwhile. Callers
/// complete after their effects.
/// </summary>
internal sealed class EffectApplier : IDisposable
{
    /// <summary>Groups that may wait; the writer waits beyond that.</summary>
    private const int Backlog = 4;

    /// <summary>
    /// Effects under one hold of the lock: whoever waits for live state, a user's call among them, has a turn in between.
    /// </summary>
    private const int AtOnce = 64;

    private readonly Channel<Committed> _committed = Channel.CreateBounded<Committed>(
        new BoundedChannelOptions(Backlog) { SingleReader = true, SingleWriter = true });

    private readonly LiveState _live;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;

    /// <param name="live">What effects change.</param>
    /// <param name="failed">An effect threw: what is stored and what is in memory differ from now on.</param>
    public EffectApplier(LiveState live, Action<Exception> failed)
    {
        (_live, _failed) = (live, failed);
        _thread = new Thread(Run) { IsBackground = true, Name = "Effects" };
        _thread.Start();
    }

    /// <summary>Hands over a group that was committed; waits while too many are behind.</summary>
    /// <param name="writes">All of the group; those that failed are only completed.</param>
    /// <param name="lost">Why callers are told a failure, although memory follows; null = it went well.</param>
    public void Apply(PendingWrite[] writes, UnavailableException? lost)
    {
        var group = new Committed(writes, lost);
        while (!_committed.Writer.TryWrite(group))
        {
            _committed.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Applies what is left.</summary>
    public void Dispose()
    {
        if (_committed.Writer.TryComplete())
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        while (_committed.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_committed.Reader.TryRead(out var group))
            {
                Apply(group);
            }
        }
    }

    private void Apply(Committed group)
    {
        foreach (var write in group.Writes)
        {
            if (write.Failure is null)
            {
                Follow(write);
                write.Failure ??= group.Lost;
            }

            write.Complete();
        }
    }

    /// <summary>Memory follows what was committed, also where callers are not told success: reads show what the open file has.</summary>
    private void Follow(PendingWrite write)
    {
        var effects = write.Unit?.Effects ?? [];
        for (var done = 0; done < effects.Count;)
        {
            if (effects[done].IsOnLiveState)
            {
                done = _live.Read(() => FollowLive(write, effects, done));
            }
            else
            {
                Take(write, effects[done++].Action);
            }

            if (done < effects.Count)
            {
                Thread.Yield();
            }
        }
    }

    private int FollowLive(PendingWrite write, IReadOnlyList<Effect> effects, int from)
    {
        var to = from;
        while (to < effects.Count && to - from < AtOnce && effects[to].IsOnLiveState)
        {
            Take(write, effects[to++].Action);
        }

        return to;
    }

    /// <summary>The effects after one that threw are of other callers, of a batch for one: they follow all the same.</summary>
    private void Take(PendingWrite write, Action effect)
    {
        try
        {
            effect();
        }
        catch (Exception e)
        {
            write.Failure ??= e;
            _failed(e);
        }
    }

    private sealed record Committed(PendingWrite[] Writes, UnavailableException? Lost);
}
