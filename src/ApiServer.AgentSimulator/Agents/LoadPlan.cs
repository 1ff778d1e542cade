namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>What will come of an order; decided before the work on it begins.</summary>
/// <param name="Latency">How long it takes.</param>
/// <param name="Error">Why it fails; null when it works.</param>
/// <param name="ReportsProgress">IN_PROGRESS is reported first.</param>
internal sealed record LoadPlan(TimeSpan Latency, string? Error, bool ReportsProgress)
{
    public static readonly LoadPlan AtOnce = new(TimeSpan.Zero, null, false);

    /// <summary>Neither followed nor answered.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The process crashes over it.</summary>
    public bool Crashes { get; init; }

    /// <summary>Held until this completes.</summary>
    public Task Release { get; init; } = Task.CompletedTask;

    public static LoadPlan Of(ScriptedAnswer answer, AgentBehavior behavior) =>
        new(answer.Latency, answer.Error, answer.ReportsProgress ?? answer.Latency >= behavior.ProgressAbove)
        {
            IsSilent = answer.IsSilent,
            Release = answer.Release,
        };
}
