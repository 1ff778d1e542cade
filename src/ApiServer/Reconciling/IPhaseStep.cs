namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// What is done once when a phase begins or ends. All steps of a phase have begun before its loops run and before a connection is accepted.
/// A step that fails ends the start of the process.
/// </summary>
internal interface IPhaseStep
{
    ProcessPhase Phase { get; }

    /// <summary>The steps of the same phase that must have begun before this one.</summary>
    IReadOnlyList<Type> After => [];

    Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The process is told to stop, and still serves.</summary>
    Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
