using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module get`.</summary>
internal static class ModuleGet
{
    public static Command Create() => new ApiCommand(
        "get",
        "Show modules: what they are, whether they run, and if not, why. "
        + "With -o yaml or json it is all there is, with sources; apply takes it back.",
        "tricorder module get tcp-connect",
        "tricorder module get tcp-connect -o yaml > tcp-connect.module.yaml")
    .TakesMany().Runs(async (session, arguments, cancellationToken) =>
    {
        var modules = new List<Module>();
        foreach (var found in await ModuleArguments.FindAsync(session, arguments, cancellationToken))
        {
            var view = session.Printer.IsTable ? ModuleView.Basic : ModuleView.Full;
            var request = new GetModuleRequest { ModuleId = found.Id, View = view };
            modules.Add((await session.Client.Modules.GetModuleAsync(request, cancellationToken: cancellationToken)).Module);
        }

        if (session.Printer.IsTable)
        {
            foreach (var module in modules)
            {
                if (module != modules[0])
                {
                    session.Terminal.Out.WriteLine();
                }

                await ShowAsync(session, module, cancellationToken);
            }

            return ExitCode.Ok;
        }

        var answer = new ListModulesResponse { Modules = { modules }, TotalSize = modules.Count };
        session.Printer.Print(
            modules, modules is [var one] ? one : answer, module => module.Name, ModuleColumns.All, "There are no modules.");
        return ExitCode.Ok;
    });

    private static async Task ShowAsync(Session session, Module module, CancellationToken cancellationToken)
    {
        var deployment = module.Deployment;
        var statistics = (await session.Client.Modules.ListModuleStatisticsAsync(
            new ListModuleStatisticsRequest { ModuleId = module.Id }, cancellationToken: cancellationToken)).Statistics.FirstOrDefault();
        session.Printer.Facts(
            ("Name", module.Name),
            ("Id", module.Id),
            ("Description", SafeText.Lines(module.Description)),
            ("Labels", string.Join(", ", module.Labels.Select(label => SafeText.OneLine($"{label.Key}={label.Value}")))),
            ("Revision", deployment is not null && module.Lifecycle == ModuleLifecycle.Deployed && deployment.Revision != module.Revision
                ? $"{deployment.Revision} should run; the newest is {module.Revision}" : $"{module.Revision}"),
            ("Probes", string.Join("\n", module.Ebpf.Probes.Select(probe => $"{EnumText.Of(probe.Type)} {probe.Target}".TrimEnd()))),
            ("Function", $"{module.Wasm.FunctionName} ({module.Wasm.FileName}), writes {EnumText.Of(module.Wasm.Encoding)}"),
            ("Columns", string.Join(", ", module.OutputSchema.Fields.Select(field => $"{field.Name} {EnumText.Of(field.Type)}"))),
            ("Table", module.OutputSchema.TableName),
            ("Created", Age.Exactly(module.CreateTime)),
            ("Updated", Age.Exactly(module.UpdateTime)),
            ("State", EnumText.Of(module.Lifecycle)),
            ("Phase", deployment is null ? "" : EnumText.Of(deployment.Phase)),
            ("Agents", deployment is null ? "" : Counts(Shown.Of(deployment), Shown.Goal(deployment.Target))),
            ("Rows", statistics is null ? "" : Rows(statistics)));
        if (deployment is not null && module.Lifecycle == ModuleLifecycle.Deployed)
        {
            session.Terminal.Out.WriteLine();
            session.Printer.Table(deployment.Conditions, Conditions, empty: "");
        }
    }

    private static IReadOnlyList<Column<DeploymentCondition>> Conditions { get; } =
    [
        new("CONDITION", condition => condition.Type),
        new("STATUS", condition => EnumText.Of(condition.Status), Tone: condition => condition.Status switch
        {
            ConditionStatus.True => Tone.Good,
            ConditionStatus.False => Tone.Bad,
            _ => Tone.Faint,
        }),
        new("SINCE", condition => Age.Of(condition.UpdateTime)),
        new("MESSAGE", condition => condition.Message),
    ];

    private static string Rows(ModuleStatistics sums) =>
        $"{sums.RowsWritten:N0} written, {sums.LostEvents:N0} of {sums.Events:N0} events lost, {sums.Errors:N0} errors";

    private static string Counts(DisplayCounts counts, DisplayState goal) =>
        $"{Shown.Count(counts, goal)} of {counts.Total} {EnumText.Of(goal)}{Shown.Others(counts, goal)}";
}
