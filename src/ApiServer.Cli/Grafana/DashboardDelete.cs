using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana dashboard delete`.</summary>
internal static class DashboardDelete
{
    public static Command Create()
    {
        var names = new Argument<string[]>("dashboard")
        {
            Description = "Uid, title or id of each dashboard.",
            HelpName = "dashboard",
            Arity = ArgumentArity.OneOrMore,
            CompletionSources = { Completions.Dashboards },
        };
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "delete",
            "Delete dashboards, here and in Grafana, with what people changed in them.",
            "tricorder grafana dashboard delete 'tcp-connect'",
            "tricorder grafana dashboard delete module-0198c0de00007000800000000000f00d --yes")
        {
            names,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var given = arguments.GetValue(names)!;
            Confirmation.Require(
                session.Terminal, arguments.GetValue(yes), $"Delete {string.Join(", ", given)}, with what people changed there?");
            return await EachName.DoAsync(session, given, async name =>
            {
                var dashboard = await DashboardFinder.FindAsync(session, name, cancellationToken);
                await session.Client.Grafana.DeleteDashboardAsync(
                    new DeleteDashboardRequest { DashboardId = dashboard.Id }, cancellationToken: cancellationToken);
                session.Printer.Done($"{name}: deleted", dashboard.Uid, new GetDashboardResponse { Dashboard = dashboard });
            });
        });
    }
}
