using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>Commits, and says of one group that what was committed may not be found again, as after the loss of a file.</summary>
internal sealed class LosingGroup(ICommitGroup group) : ICommitGroup
{
    private int _losesNext;

    public void LoseNext() => Volatile.Write(ref _losesNext, 1);

    public int Commit(ReadOnlySpan<PendingWrite> queued, out UnavailableException? lost)
    {
        var done = group.Commit(queued, out lost);
        if (Interlocked.Exchange(ref _losesNext, 0) == 1)
        {
            lost = new UnavailableException("STORAGE_LOST", "It may not be found again.");
        }

        return done;
    }

    public void GiveUp(Exception cause) => group.GiveUp(cause);

    public void Dispose() => group.Dispose();
}
