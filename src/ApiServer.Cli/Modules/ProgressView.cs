using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>
/// How far deployments are: bars that move on a terminal, a line for each step elsewhere.
/// On standard error, so that the output stays clean.
/// </summary>
internal abstract class ProgressView : IDisposable
{
    public static ProgressView Of(Terminal terminal, IReadOnlyDictionary<string, string> names) =>
        terminal.IsErrorInteractive ? new ProgressBars(terminal.ErrorAnsi, names) : new ProgressLines(terminal.Error, names);

    public abstract void Show(IReadOnlyDictionary<string, Deployment> deployments);

    /// <summary>Says where it was when the waiting ended too soon.</summary>
    public abstract void GiveUp(IReadOnlyDictionary<string, Deployment> deployments);

    /// <summary>Told null when the state is live, and why when it is not.</summary>
    public abstract void Stale(ApiError? error);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Such as `24/25 running, 1 failed`; what does not run yet names why.</summary>
    public static string Describe(Deployment deployment)
    {
        var counts = Shown.Of(deployment);
        var goal = Shown.Goal(deployment.Target);
        var text = (counts.Total == counts.Offline
            ? "no agent is online"
            : $"{Shown.Count(counts, goal)}/{counts.Total} {EnumText.Of(goal)}")
            + Shown.Others(counts, goal);
        var table = deployment.Conditions.FirstOrDefault(
            condition => condition.Type == "TableReady" && condition.Status != ConditionStatus.True);
        return deployment.Phase == DeploymentPhase.Provisioning && table?.Message is { Length: > 0 } why
            ? $"waiting for the table: {SafeText.OneLine(why)}"
            : text;
    }

    protected static string Phase(Deployment deployment) => EnumText.Of(deployment.Phase);
}
