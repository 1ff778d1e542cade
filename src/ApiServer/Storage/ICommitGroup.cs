namespace Tricorder.ApiServer.Storage;

/// <summary>
/// How an engine makes units durable: together, each with its own failure. It is called on the writer's thread only, which disposes it.
/// </summary>
internal interface ICommitGroup : IDisposable
{
    /// <summary>
    /// Runs as many of the queued units as fit in one transaction, the first ones, commits them and completes each. Returns how many that
    /// were. A unit that breaks a rule or a constraint fails alone; any other failure is the whole group's, with nothing of it kept.
    /// </summary>
    int Commit(ReadOnlySpan<PendingWrite> queued);

    /// <summary>Nothing is written any more, and the process is asked to end.</summary>
    void GiveUp(Exception cause);
}
