using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Sessions;

/// <summary>`session list`.</summary>
internal static class SessionList
{
    public static Command Create() => new ApiCommand(
        "list",
        "List who is signed in with a browser, newest first. Administrators see all, others their own.",
        "tricorder session list",
        "tricorder session list -o wide").Runs(async (session, _, cancellationToken) =>
    {
        var sessions = await ListAsync(session, cancellationToken);
        var answer = new ListSessionsResponse { Sessions = { sessions }, TotalSize = sessions.Count };
        session.Printer.Print(sessions, answer, one => one.Id, SessionColumns.All, "Nobody is signed in with a browser.");
        return ExitCode.Ok;
    });

    private static Task<List<UserSession>> ListAsync(Session session, CancellationToken cancellationToken) => Pages.ListAsync(
        token => session.Client.Sessions.ListSessionsAsync(
            new ListSessionsRequest { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
        page => page.Sessions,
        page => page.NextPageToken);
}
