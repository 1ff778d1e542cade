using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Sessions;

/// <summary>`session revoke`.</summary>
internal static class SessionRevoke
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("session")
        {
            Description = "Id of each session to end.",
            HelpName = "session",
            Arity = ArgumentArity.OneOrMore,
            CompletionSources = { Completions.Sessions },
        };
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "revoke",
            "End sessions of browsers: from now on calls with them are refused, and open streams end.",
            "tricorder session revoke 0198c5a1-11aa-7d02-9c3e-2b4d6f8091a3",
            "tricorder session list -o name | xargs tricorder session revoke --yes")
        {
            ids,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var given = arguments.GetValue(ids)!;
            Confirmation.Require(session.Terminal, arguments.GetValue(yes), $"End {string.Join(", ", given)}?");
            return await EachName.DoAsync(session, given, async id =>
            {
                var answer = await session.Client.Sessions.RevokeSessionAsync(
                    new RevokeSessionRequest { SessionId = id }, cancellationToken: cancellationToken);
                session.Printer.Done($"{answer.Session.Actor}: signed out", id, answer);
            });
        });
    }
}
