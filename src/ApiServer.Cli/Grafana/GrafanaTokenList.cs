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
        var tokens = await Pages.ListAsync(
            token => session.Client.Grafana.ListTokensAsync(
                new ListTokensRequest { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
            page => page.Tokens,
            page => page.NextPageToken);
        var answer = new ListTokensResponse { Tokens = { tokens }, TotalSize = tokens.Count };
        session.Printer.Print(tokens, answer, token => token.Name, Columns, "The server has no token of its own in Grafana.");
        return ExitCode.Ok;
    });
}
