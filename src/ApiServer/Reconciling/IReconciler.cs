namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// Compares what should be with what is, and puts the difference right. It is never run twice at a time. What it throws is logged once per
/// outage, and it is run again after a pause.
/// </summary>
internal interface IReconciler
{
    /// <summary>When it runs. It says the same each time.</summary>
    LoopPlan Plan { get; }

    Task<Requeue> ReconcileAsync(CancellationToken cancellationToken);
}
