using System.CommandLine;
using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module rows`.</summary>
internal static class ModuleRows
{
    private const int Max = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with rows as they arrive." };
        var limit = OptionKinds.Number("--limit", "How many of the newest rows to print.", usual: 20, least: 1, most: Max, "-n");
        var command = new ApiCommand(
            "rows",
            "Print the newest rows of a module, oldest first, one JSON document a line.",
            "tricorder module rows tcp-connect",
            "tricorder module rows tcp-connect -f | jq .data")
        {
            ModuleArguments.One,
            follow,
            limit,
        };
        command.DefaultTimeout = arguments => arguments.GetValue(follow) ? null : TimeSpan.FromSeconds(30);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var module = await ModuleFinder.FindAsync(session, arguments.GetRequiredValue(ModuleArguments.One), cancellationToken);
            if (arguments.GetValue(follow))
            {
                await FollowAsync(session, module, arguments.GetValue(limit), cancellationToken);
            }

            var answer = await AskAsync(session, module.Id, arguments.GetValue(limit), cancellationToken);
            if (answer.Rows.Count == 0)
            {
                session.Terminal.Error.WriteLine($"There are no rows of '{module.Name}' yet.");
            }

            Print(session, answer);
            return ExitCode.Ok;
        });
    }

    /// <summary>Looks again and again, until it is interrupted; a server that is away is waited for.</summary>
    private static async Task FollowAsync(Session session, Module module, int limit, CancellationToken cancellationToken)
    {
        var news = new NewRows(Max);
        var lines = new ChangeLines(session.Terminal);
        var rows = news.Of((await AskAsync(session, module.Id, Max, cancellationToken)).Rows).TakeLast(limit);
        session.HasFollowed = true;
        while (true)
        {
            foreach (var row in rows)
            {
                session.Printer.PrintNext(row, ProtoText.Line(row));
            }

            await Task.Delay(Pause, cancellationToken);
            try
            {
                rows = news.Of((await AskAsync(session, module.Id, Max, cancellationToken)).Rows);
                lines.Stale(null);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                rows = [];
                lines.Stale(ApiError.From(exception));
            }

            if (news.IsCut)
            {
                session.Terminal.Error.WriteLine($"More than {Max:N0} rows came at once; some are left out.");
            }
        }
    }

    private static void Print(Session session, ListRowsResponse answer)
    {
        if (session.Printer.Format is OutputFormat.Json or OutputFormat.Yaml)
        {
            session.Printer.Print(answer);
            return;
        }

        foreach (var row in answer.Rows.Reverse())
        {
            session.Terminal.Out.WriteLine(SafeText.OneLine(ProtoText.Line(row)));
        }
    }

    private static async Task<ListRowsResponse> AskAsync(
        Session session, string moduleId, int limit, CancellationToken cancellationToken) =>
        await session.Client.Database.ListRowsAsync(
            new ListRowsRequest { ModuleId = moduleId, Limit = limit }, cancellationToken: cancellationToken);
}
