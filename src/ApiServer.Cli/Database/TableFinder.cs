using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Database;

/// <summary>Reads the tables of the observability database.</summary>
internal static class TableFinder
{
    public static Task<List<Table>> ListAsync(Session session, bool orphaned, CancellationToken cancellationToken) => Pages.ListAsync(
        token => session.Client.Database.ListTablesAsync(
            new ListTablesRequest { Orphaned = orphaned, PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
        page => page.Tables,
        page => page.NextPageToken);
}
