using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>Finds datasources by name, uid or id.</summary>
internal static class DatasourceFinder
{
    public static Argument<string> One() => new("datasource")
    {
        Description = "Name, uid or id of the datasource.",
        HelpName = "datasource",
        CompletionSources = { Completions.Datasources },
    };

    public static Argument<string[]> Several() => new("datasource")
    {
        Description = "Name, uid or id of each datasource.",
        HelpName = "datasource",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { Completions.Datasources },
    };

    public static Task<List<Datasource>> ListAsync(Session session, CancellationToken cancellationToken) => Pages.ListAsync(
        token => session.Client.Grafana.ListDatasourcesAsync(
            new ListDatasourcesRequest { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
        page => page.Datasources,
        page => page.NextPageToken);

    public static async Task<Datasource> FindAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var all = await ListAsync(session, cancellationToken);
        return all.Find(one => one.Id == name) ?? all.Find(one => one.Name == name) ?? all.Find(one => one.Uid == name)
            ?? throw new CliException(
                ExitCode.NotFound,
                $"There is no datasource '{name}'",
                "`tricorder grafana datasource list` shows those that the server owns.");
    }
}
