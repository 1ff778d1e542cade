using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// How an engine makes units durable: together, each with its own failure. It is called on the writer's thread only, which disposes it.
/// </summary>
internal interface ICommitGroup : IDisposable
{
    /// <summary>
    /// Runs as many of the queued units as fit in one transaction, the first ones, and commits them. Returns how many that were; those that
    /// failed know why. A unit that breaks a rule or a constraint fails alone; any other failure is the whole group's, with nothing kept.
    /// </summary>
    /// <param name="queued">What waits.</param>
    /// <param name="lost">What was committed cannot be found again; null = it can.</param>
    int Commit(ReadOnlySpan<PendingWrite> queued, out UnavailableException? lost);

    /// <summary>Nothing is written any more, and the process is asked to end. May be called on any thread.</summary>
    void GiveUp(Exception cause);
}
