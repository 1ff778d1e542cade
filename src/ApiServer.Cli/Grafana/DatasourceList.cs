using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana datasource list`.</summary>
internal static class DatasourceList
{
    private static readonly Column<Datasource>[] Columns =
    [
        new("NAME", one => one.Name),
        new("TYPE", one => one.Type),
        new("HOST", one => one.Host),
        new("DATABASE", one => one.Database),
        new("USER", one => one.User),
        new("AGE", one => Age.Of(one.CreateTime)),
        new("UID", one => one.Uid, IsWide: true),
        new("ID", one => one.Id, IsWide: true),
        new("TABLES", one => string.Join(',', one.TablesName), IsWide: true),
    ];

    public static Command Create() => new ApiCommand(
        "list",
        "List the datasources that the server owns in Grafana.",
        "tricorder grafana datasource list",
        "tricorder grafana datasource list -o name | xargs tricorder grafana datasource check").Runs(
            async (session, _, cancellationToken) =>
    {
        var datasources = await DatasourceFinder.ListAsync(session, cancellationToken);
        var answer = new ListDatasourcesResponse { Datasources = { datasources }, TotalSize = datasources.Count };
        session.Printer.Print(
            datasources, answer, one => one.Name, Columns,
            "There are no datasources. Create one: tricorder grafana datasource create NAME --help");
        return ExitCode.Ok;
    });
}
