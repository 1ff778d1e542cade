using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>`token list`.</summary>
internal static class TokenList
{
    public static Command Create()
    {
        var active = new Option<bool>("--active") { Description = "Only tokens that are neither revoked nor expired." };
        var command = new ApiCommand(
            "list",
            "List API tokens, newest first; never their secrets.",
            "tricorder token list --active",
            "tricorder token list -o wide")
        {
            active,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var tokens = await TokenFinder.ListAsync(session, cancellationToken);
            if (arguments.GetValue(active))
            {
                tokens.RemoveAll(token => !TokenColumns.IsActive(token));
            }

            var answer = new TokenServiceListTokensResponse { Tokens = { tokens }, TotalSize = tokens.Count };
            session.Printer.Print(
                tokens, answer, TokenName, TokenColumns.All,
                "There are no tokens. Create one: tricorder token create NAME --role deployer");
            return ExitCode.Ok;
        });
    }

    /// <summary>A name of a revoked token may be another's by now.</summary>
    private static string TokenName(ApiToken token) => token.RevokeTime is null ? token.Name : token.Id;
}
