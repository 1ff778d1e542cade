using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Database;

/// <summary>Reads the tables of the observability database.</summary>
internal static class TableFinder
{
    public static async Task<List<Table>> ListAsync(Session session, bool orphaned, CancellationToken cancellationToken)
    {
        var tables = new List<Table>();
        var request = new ListTablesRequest { Orphaned = orphaned, PageSize = Pages.Size };
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Database.ListTablesAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                tables.AddRange(page.Tables);
                return page.NextPageToken;
            });
        return tables;
    }
}
