using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Database;

/// <summary>`database set-retention`.</summary>
internal static class DatabaseSetRetention
{
    private const string Default = "default";

    public static Command Create()
    {
        var table = new Argument<string?>("table")
        {
            Description = "Name of the table, or 'promscale'; left out with --default.",
            HelpName = "table",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Completions.Tables },
        };
        var time = new Argument<string?>("time")
        {
            Description = "How long rows are kept: a time such as 30d, 'forever', or 'default' for what all tables have.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--default")
        {
            Description = "Set it for all tables that have no retention of their own, those to come too; "
                + "'default' is then what the server is configured with.",
        };
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "set-retention",
            "Set how long rows are kept. Older ones are deleted soon after; says how many those are, and asks first.",
            "tricorder database set-retention tricorder_module_0198c0de_0000_7000_8000_00000000f00d 7d",
            "tricorder database set-retention --default 30d",
            "tricorder database set-retention --default forever")
        {
            table,
            time,
            all,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            string[] given = [.. new[] { arguments.GetValue(table), arguments.GetValue(time) }.OfType<string>()];
            var isDefault = arguments.GetValue(all);
            if (given.Length != (isDefault ? 1 : 2))
            {
                throw new CliException(
                    ExitCode.WrongUsage,
                    "Give a table and a time, or --default and a time",
                    "Such as: tricorder database set-retention --default 30d");
            }

            var request = new SetRetentionRequest { Retention = Parse(given[^1]) };
            if (isDefault)
            {
                request.Default = true;
            }
            else
            {
                request.Table = given[0];
            }

            await AskAsync(session, request, arguments.GetValue(yes), cancellationToken);
            var answer = await session.Client.Database.SetRetentionAsync(request, cancellationToken: cancellationToken);
            var whose = isDefault ? "Rows of tables without a retention of their own" : $"Rows of {given[0]}";
            session.Printer.Done($"{whose} are kept {For(answer.Retention)}", isDefault ? Default : given[0], answer);
            return ExitCode.Ok;
        });
    }

    /// <summary>Where rows would be deleted, somebody says that they may be.</summary>
    private static async Task AskAsync(Session session, SetRetentionRequest request, bool isConfirmed, CancellationToken cancellationToken)
    {
        if (isConfirmed)
        {
            return;
        }

        var preview = await session.Client.Database.SetRetentionAsync(
            new SetRetentionRequest(request) { ValidateOnly = true }, cancellationToken: cancellationToken);
        if (preview.HasRowsToDelete && preview.RowsToDelete == 0)
        {
            return;
        }

        var count = preview.HasRowsToDelete
            ? string.Create(CultureInfo.InvariantCulture, $"{preview.RowsToDelete:N0} rows")
            : "It is not known how many rows";
        var of = request.Default ? "tables without a retention of their own" : request.Table;
        Confirmation.Require(
            session.Terminal,
            isConfirmed,
            $"{count} of {of} are older than {RetentionText.Of(preview.Retention)} and will be deleted. Go on?");
    }

    private static Duration? Parse(string text) => text == Default ? null
        : RetentionText.TryParse(text, out var time) ? Duration.FromTimeSpan(time)
        : throw new CliException(
            ExitCode.WrongUsage, $"'{text}' is not a time; write for example 7d or 12h, '{RetentionText.Forever}' or '{Default}'");

    private static string For(Duration? retention) =>
        RetentionText.Of(retention) is var text && text == RetentionText.Forever ? text : $"for {text}";
}
