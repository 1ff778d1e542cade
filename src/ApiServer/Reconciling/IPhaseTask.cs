namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// What goes on as long as a phase does and is no loop of its own, such as following a list and a watch. When it fails the process ends.
/// </summary>
internal interface IPhaseTask
{
    ProcessPhase Phase { get; }

    /// <summary>Ends when it is cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
