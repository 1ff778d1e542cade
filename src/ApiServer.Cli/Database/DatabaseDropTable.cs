using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Database;

/// <summary>`database drop-table`.</summary>
internal static class DatabaseDropTable
{
    public static Command Create()
    {
        var name = new Argument<string>("table")
        {
            Description = "Name of the table; one that no module writes any more.",
            HelpName = "table",
            CompletionSources = { Completions.OrphanedTables },
        };
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "drop-table",
            "Drop a table that no module writes any more, with all its rows.",
            "tricorder database drop-table tricorder_module_0198c0de_0000_7000_8000_00000000f00d",
            "tricorder database tables --orphaned -o name | xargs -n1 tricorder database drop-table --yes")
        {
            name,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var wanted = arguments.GetValue(name)!;
            if (!arguments.GetValue(yes))
            {
                var table = (await TableFinder.ListAsync(session, orphaned: false, cancellationToken)).Find(table => table.Name == wanted)
                    ?? throw new CliException(ExitCode.NotFound, $"There is no table '{wanted}'", "`tricorder database tables` shows all.");
                var warning =
                    $"This drops {wanted} with about {table.RowEstimate} rows, {SizeText.Of(table.Bytes)}. They can not be brought back.";
                Confirmation.RequireName(session.Terminal, isGiven: false, warning, wanted);
            }

            await session.Client.Database.DropTableAsync(new DropTableRequest { Name = wanted }, cancellationToken: cancellationToken);
            session.Printer.Done($"{wanted}: dropped", wanted, new DropTableResponse());
            return ExitCode.Ok;
        });
    }
}
