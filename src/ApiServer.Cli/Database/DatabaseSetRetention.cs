using System.CommandLine;
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
        var command = new ApiCommand(
            "set-retention",
            "Set how long rows are kept. Older ones are deleted soon after.",
            "tricorder database set-retention tricorder_module_0198c0de_0000_7000_8000_00000000f00d 7d",
            "tricorder database set-retention --default 30d",
            "tricorder database set-retention --default forever")
        {
            table,
            time,
            all,
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

            var answer = await session.Client.Database.SetRetentionAsync(request, cancellationToken: cancellationToken);
            var whose = isDefault ? "Rows of tables without a retention of their own" : $"Rows of {given[0]}";
            session.Printer.Done($"{whose} are kept {For(answer.Retention)}", isDefault ? Default : given[0], answer);
            return ExitCode.Ok;
        });
    }

    private static Duration? Parse(string text) => text == Default ? null
        : RetentionText.TryParse(text, out var time) ? Duration.FromTimeSpan(time)
        : throw new CliException(
            ExitCode.WrongUsage, $"'{text}' is not a time; write for example 7d or 12h, '{RetentionText.Forever}' or '{Default}'");

    private static string For(Duration? retention) =>
        RetentionText.Of(retention) is var text && text == RetentionText.Forever ? text : $"for {text}";
}
