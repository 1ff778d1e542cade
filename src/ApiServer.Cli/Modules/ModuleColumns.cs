using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Modules as a table.</summary>
internal static class ModuleColumns
{
    public static IReadOnlyList<Column<Module>> All { get; } =
    [
        new("NAME", module => module.Name),
        new("REVISION", Revision),
        new(
            "STATE",
            module => EnumText.Of(module.Lifecycle),
            Tone: module => module.Lifecycle == ModuleLifecycle.Deployed ? Tone.Plain : Tone.Faint),
        new(
            "PHASE",
            module => module.Deployment is { } deployment ? EnumText.Of(deployment.Phase) : "",
            Tone: module => PhaseTone(module.Deployment)),
        new("RUNNING", Running),
        new(
            "FAILED",
            module => Count(module.Deployment, Shown.CountBad),
            Tone: module => Shown.CountBad(Shown.Of(module.Deployment)) > 0 ? Tone.Bad : Tone.Plain),
        new("CORDONED", module => Count(module.Deployment, counts => counts.Cordoned), IsWide: true),
        new("OFFLINE", module => Count(module.Deployment, counts => counts.Offline), IsWide: true),
        new("AGE", module => Age.Of(module.CreateTime)),
        new("ID", module => module.Id, IsWide: true),
        new("DESCRIPTION", module => module.Description, IsWide: true),
    ];

    public static Tone PhaseTone(Deployment? deployment) => deployment?.Phase switch
    {
        DeploymentPhase.Succeeded => ReachedTone(Shown.Of(deployment), Shown.Goal(deployment!.Target)),
        DeploymentPhase.Degraded => Tone.Bad,
        null => Tone.Plain,
        _ => Tone.Busy,
    };

    /// <summary>Good is what is so everywhere: agents that are away or cordoned do not run it.</summary>
    private static Tone ReachedTone(DisplayCounts counts, DisplayState goal) =>
        Shown.Count(counts, goal) is var reached && reached == 0 ? Tone.Faint : reached == counts.Total ? Tone.Good : Tone.Busy;

    /// <summary>The revision that runs, and beside it the newest where that is another.</summary>
    private static string Revision(Module module) =>
        module.Lifecycle == ModuleLifecycle.Deployed && module.Deployment.Revision != module.Revision
            ? $"{module.Deployment.Revision} (newest {module.Revision})"
            : $"{module.Revision}";

    private static string Running(Module module) =>
        module is { Lifecycle: ModuleLifecycle.Deployed, Deployment.DisplayCounts: { } counts } ? $"{counts.Running}/{counts.Total}" : "";

    private static string Count(Deployment? deployment, Func<DisplayCounts, int> value) =>
        deployment is null ? "" : $"{value(Shown.Of(deployment))}";
}
