using System.CommandLine;
using System.Globalization;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Database;

/// <summary>`database tables`.</summary>
internal static class DatabaseTables
{
    public static Command Create()
    {
        var orphaned = new Option<bool>("--orphaned") { Description = "Only tables that no module writes any more." };
        var command = new ApiCommand(
            "tables",
            "List the tables of modules in the observability database.",
            "tricorder database tables",
            "tricorder database tables --orphaned -o name")
        {
            orphaned,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var tables = await TableFinder.ListAsync(session, arguments.GetValue(orphaned), cancellationToken);
            var names = session.Printer.IsTable && tables.Count > 0 ? await ModuleNamesAsync(session, cancellationToken) : [];
            var answer = new ListTablesResponse { Tables = { tables }, TotalSize = tables.Count };
            session.Printer.Print(
                tables, answer, table => table.Name, Columns(names), "There are no such tables. A module gets one once it is deployed.");
            return ExitCode.Ok;
        });
    }

    private static Column<Table>[] Columns(Dictionary<string, string> moduleNames) =>
    [
        new("NAME", table => table.Name),
        new(
            "MODULE",
            table => table.Orphaned ? "none, orphaned" : moduleNames.GetValueOrDefault(table.ModuleId, table.ModuleId),
            Tone: table => table.Orphaned ? Tone.Busy : Tone.Plain),
        new("ROWS", table => $"~{table.RowEstimate.ToString("N0", CultureInfo.InvariantCulture)}"),
        new("SIZE", table => SizeText.Of(table.Bytes)),
        new("LAST ROW", table => table.LastRowTime is null ? "" : $"{Age.Of(table.LastRowTime)} ago"),
        new("RETENTION", table => RetentionText.Of(table.Retention)),
        new("VERSION", table => $"{table.Version}", IsWide: true),
        new("MODULE ID", table => table.ModuleId, IsWide: true),
        new("COLUMNS", table => string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type}")), IsWide: true),
        new("PROBLEMS", table => string.Join("; ", table.Problems), IsWide: true),
    ];

    private static async Task<Dictionary<string, string>> ModuleNamesAsync(Session session, CancellationToken cancellationToken) =>
        (await ModuleFinder.ListAsync(session, new ListModulesRequest(), cancellationToken))
            .ToDictionary(module => module.Id, module => module.Name);
}
