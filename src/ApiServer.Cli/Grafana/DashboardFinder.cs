using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>Finds dashboards by uid, title or id.</summary>
internal static class DashboardFinder
{
    public static async Task<List<Dashboard>> ListAsync(Session session, string moduleId, CancellationToken cancellationToken)
    {
        var dashboards = new List<Dashboard>();
        var request = new ListDashboardsRequest { ModuleId = moduleId, PageSize = Pages.Size };
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Grafana.ListDashboardsAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                dashboards.AddRange(page.Dashboards);
                return page.NextPageToken;
            });
        return dashboards;
    }

    public static async Task<Dashboard> FindAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var all = await ListAsync(session, moduleId: "", cancellationToken);
        return all.Find(one => one.Id == name) ?? all.Find(one => one.Uid == name) ?? all.FindAll(one => one.Name == name) switch
        {
            [var one] => one,
            [] => throw new CliException(
                ExitCode.NotFound, $"There is no dashboard '{name}'", "`tricorder grafana dashboard list` shows those that the server owns."),
            var many => throw new CliException(
                ExitCode.WrongUsage, $"There are {many.Count} dashboards '{name}'; say which by its uid", [.. many.Select(one => one.Uid)]),
        };
    }
}
