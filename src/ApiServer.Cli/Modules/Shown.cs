using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Modules on agents in the words that the server shows them in, counted and coloured the same everywhere.</summary>
internal static class Shown
{
    /// <summary>What keeps agents from running a module, in the order in which failures are told.</summary>
    public static IReadOnlyList<DisplayState> Bad { get; } = [DisplayState.Failed, DisplayState.Held, DisplayState.Unsupported];

    public static DisplayCounts Of(Deployment? deployment) => deployment?.DisplayCounts ?? new DisplayCounts();

    public static DisplayState Goal(DeploymentTarget target) =>
        target == DeploymentTarget.Undeployed ? DisplayState.Stopped : DisplayState.Running;

    public static int Count(DisplayCounts counts, DisplayState state) => state switch
    {
        DisplayState.Offline => counts.Offline,
        DisplayState.Cordoned => counts.Cordoned,
        DisplayState.Unsupported => counts.Unsupported,
        DisplayState.Held => counts.Held,
        DisplayState.Failed => counts.Failed,
        DisplayState.Updating => counts.Updating,
        DisplayState.Pending => counts.Pending,
        DisplayState.Running => counts.Running,
        DisplayState.Stopped => counts.Stopped,
        _ => 0,
    };

    public static int CountBad(DisplayCounts counts) => Bad.Sum(state => Count(counts, state));

    /// <summary>Such as `, 1 failed, 2 offline`: all that is not in these states, with nothing for what there is none of.</summary>
    public static string Others(DisplayCounts counts, params IReadOnlyList<DisplayState> but) => string.Concat(
        Enum.GetValues<DisplayState>().Except(but).OrderByDescending(state => state)
            .Where(state => Count(counts, state) > 0)
            .Select(state => $", {Count(counts, state)} {EnumText.Of(state)}"));

    public static Tone ToneOf(DisplayState state) => state switch
    {
        DisplayState.Running => Tone.Good,
        DisplayState.Failed or DisplayState.Held or DisplayState.Unsupported => Tone.Bad,
        DisplayState.Updating or DisplayState.Pending => Tone.Busy,
        DisplayState.Cordoned => Tone.Busy,
        _ => Tone.Faint,
    };

    public static string StateText(ModuleInstance instance) =>
        instance.DisplayState == DisplayState.Offline && instance.LastKnownState != DisplayState.Unspecified
            ? $"{EnumText.Of(instance.DisplayState)} (was {EnumText.Of(instance.LastKnownState)})"
            : EnumText.Of(instance.DisplayState);

    /// <summary>The revision that should run, and beside it the one that does, or did where the agent is away; where they differ.</summary>
    public static string Revision(ModuleInstance instance)
    {
        var runs = instance.DisplayState == DisplayState.Offline ? "ran" : "runs";
        return instance switch
        {
            { Target: DeploymentTarget.Undeployed, RunningRevision: 0 } => "",
            { Target: DeploymentTarget.Undeployed } => $"{runs} {instance.RunningRevision}",
            { RunningRevision: 0 } => $"{instance.DesiredRevision} ({runs} none)",
            _ when instance.RunningRevision == instance.DesiredRevision && runs == "runs" => $"{instance.DesiredRevision}",
            _ => $"{instance.DesiredRevision} ({runs} {instance.RunningRevision})",
        };
    }

    /// <summary>Such as `23 agents; 1 offline and 1 cordoned follow when they return`: whom an order reaches now.</summary>
    public static string Reach(DisplayCounts counts)
    {
        IReadOnlyList<string> later =
        [
            .. counts.Offline > 0 ? [$"{counts.Offline} offline"] : (string[])[],
            .. counts.Cordoned > 0 ? [$"{counts.Cordoned} cordoned"] : (string[])[],
        ];
        var now = $"{counts.Total - counts.Offline - counts.Cordoned} agents";
        var follow = counts.Offline + counts.Cordoned == 1 ? "follows when it returns" : "follow when they return";
        return later.Count == 0 ? now : $"{now}; {string.Join(" and ", later)} {follow}";
    }
}
