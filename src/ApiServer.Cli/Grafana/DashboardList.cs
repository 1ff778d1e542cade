using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana dashboard list`.</summary>
internal static class DashboardList
{
    private static readonly Column<Dashboard>[] Columns =
    [
        new("TITLE", one => one.Name),
        new("UID", one => one.Uid),
        new("EDITED", one => one.EditedByUser ? "by somebody" : "no", Tone: one => one.EditedByUser ? Tone.Busy : Tone.Plain),
        new("VERSION", one => $"{one.Version}", IsWide: true),
        new("AGE", one => Age.Of(one.CreateTime)),
        new("MODULE ID", one => one.ModuleId, IsWide: true),
        new("ID", one => one.Id, IsWide: true),
        new("URL", one => one.Url),
    ];

    public static Command Create()
    {
        var module = OptionKinds.Text("--module", "name", "Only the dashboard of this module.", Completions.Modules);
        var command = new ApiCommand(
            "list",
            "List the dashboards that the server owns in Grafana.",
            "tricorder grafana dashboard list",
            "tricorder grafana dashboard list --module tcp-connect -o json | jq -r '.dashboards[].url'")
        {
            module,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var id = arguments.GetValue(module) is { } name ? (await ModuleFinder.FindAsync(session, name, cancellationToken)).Id : "";
            var dashboards = await DashboardFinder.ListAsync(session, id, cancellationToken);
            var answer = new ListDashboardsResponse { Dashboards = { dashboards }, TotalSize = dashboards.Count };
            session.Printer.Print(
                dashboards, answer, one => one.Uid, Columns,
                "There are no dashboards. A module gets one once it is deployed and has a table.");
            return ExitCode.Ok;
        });
    }
}
