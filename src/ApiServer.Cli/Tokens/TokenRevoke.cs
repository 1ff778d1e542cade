using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>`token revoke`.</summary>
internal static class TokenRevoke
{
    public static Command Create()
    {
        var names = new Argument<string[]>("token")
        {
            Description = "Name or id of each token to revoke.",
            HelpName = "token",
            Arity = ArgumentArity.OneOrMore,
            CompletionSources = { Completions.Tokens },
        };
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "revoke",
            "Revoke API tokens: from now on calls with them are refused, and open streams end.",
            "tricorder token revoke ci",
            "tricorder token revoke ci nodes --yes")
        {
            names,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var given = arguments.GetValue(names)!;
            Confirmation.Require(session.Terminal, arguments.GetValue(yes), $"Revoke {string.Join(", ", given)}?");
            var tokens = await TokenFinder.ListAsync(session, cancellationToken);
            return await EachName.DoAsync(session, given, async name =>
            {
                var token = TokenFinder.Find(tokens, name);
                var answer = await session.Client.Tokens.RevokeTokenAsync(
                    new RevokeTokenRequest { TokenId = token.Id }, cancellationToken: cancellationToken);
                session.Printer.Done($"{name}: {(token.RevokeTime is null ? "revoked" : "already revoked")}", token.Id, answer);
            });
        });
    }
}
