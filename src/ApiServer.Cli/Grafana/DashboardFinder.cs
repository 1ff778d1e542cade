using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>Finds dashboards by uid, title or id.</summary>
internal static class DashboardFinder
{
    public static Task<List<Dashboard>> ListAsync(Session session, string moduleId, CancellationToken cancellationToken) => Pages.ListAsync(
        token => session.Client.Grafana.ListDashboardsAsync(
            new ListDashboardsRequest { ModuleId = moduleId, PageSize = Pages.Size, PageToken = token },
            cancellationToken: cancellationToken),
        page => page.Dashboards,
        page => page.NextPageToken);

    public static async Task<Dashboard> FindAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var all = await ListAsync(session, moduleId: "", cancellationToken);
        return all.Find(one => one.Id == name) ?? all.Find(one => one.Uid == name) ?? all.FindAll(one => one.Name == name) switch
        {
            [var one] => one,
            [] => throw new CliException(
                ExitCode.NotFound,
                $"There is no dashboard '{name}'",
                "`tricorder grafana dashboard list` shows those that the server owns."),
            var many => throw new CliException(
                ExitCode.WrongUsage, $"There are {many.Count} dashboards '{name}'; say which by its uid", [.. many.Select(one => one.Uid)]),
        };
    }
}
