using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana token list`.</summary>
internal static class GrafanaTokenList
{
    private static readonly Column<Token>[] Columns =
    [
        new("NAME", token => token.Name),
        new("AGE", token => Age.Of(token.CreateTime)),
        new("ID", token => token.Id),
    ];

    public static Command Create() => new ApiCommand(
        "list",
        "List the tokens by which the server is known to Grafana; never their secrets.",
        "tricorder grafana token list").Runs(async (session, _, cancellationToken) =>
    {
        var tokens = new List<Token>();
        var request = new ListTokensRequest { PageSize = Pages.Size };
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Grafana.ListTokensAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                tokens.AddRange(page.Tokens);
                return page.NextPageToken;
            });
        var answer = new ListTokensResponse { Tokens = { tokens }, TotalSize = tokens.Count };
        session.Printer.Print(tokens, answer, token => token.Name, Columns, "The server has no token of its own in Grafana.");
        return ExitCode.Ok;
    });
}
