using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;
using Row = Google.Protobuf.WellKnownTypes.Struct;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module rows`.</summary>
internal static class ModuleRows
{
    private const int Most = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with rows as they arrive." };
        var limit = OptionKinds.Number("--limit", "How many of the newest rows to print.", usual: 20, least: 1, most: Most, "-n");
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
        command.UsualTimeout = arguments => arguments.GetValue(follow) ? null : TimeSpan.FromSeconds(30);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var module = await ModuleFinder.FindAsync(session, arguments.GetRequiredValue(ModuleArguments.One), cancellationToken);
            var answer = await AskAsync(session, module.Id, arguments.GetValue(limit), cancellationToken);
            if (!arguments.GetValue(follow))
            {
                if (answer.Rows.Count == 0)
                {
                    session.Terminal.Error.WriteLine($"There are no rows of '{module.Name}' yet.");
                }

                Print(session, answer);
                return ExitCode.Ok;
            }

            var news = new NewRows();
            while (true)
            {
                foreach (var row in news.Of(answer.Rows))
                {
                    session.Printer.PrintNext(row, ProtoText.Line(row));
                }

                if (news.IsCut)
                {
                    session.Terminal.Error.WriteLine($"More than {Most:N0} rows came at once; some are left out.");
                }

                await Task.Delay(Pause, cancellationToken);
                answer = await AskAsync(session, module.Id, Most, cancellationToken);
            }
        });
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

    private static async Task<ListRowsResponse> AskAsync(Session session, string moduleId, int limit, CancellationToken cancellationToken) =>
        await session.Client.Database.ListRowsAsync(new ListRowsRequest { ModuleId = moduleId, Limit = limit }, cancellationToken: cancellationToken);

    /// <summary>Tells rows that were not there at the look before; equal rows are told as often as they are there.</summary>
    private sealed class NewRows
    {
        private Dictionary<string, int>? _seen;

        /// <summary>Whether nothing of the look before was left: rows in between were missed.</summary>
        public bool IsCut { get; private set; }

        /// <summary>The new ones, oldest first. <paramref name="rows"/> are the newest first.</summary>
        public List<Row> Of(IReadOnlyList<Row> rows)
        {
            var known = _seen is null ? [] : new Dictionary<string, int>(_seen);
            var now = new Dictionary<string, int>();
            var news = new List<Row>();
            foreach (var row in rows)
            {
                var line = ProtoText.Line(row);
                now[line] = now.GetValueOrDefault(line) + 1;
                if (known.GetValueOrDefault(line) > 0)
                {
                    known[line]--;
                }
                else
                {
                    news.Add(row);
                }
            }

            IsCut = _seen is { Count: > 0 } && news.Count == Most;
            _seen = now;
            news.Reverse();
            return news;
        }
    }
}
