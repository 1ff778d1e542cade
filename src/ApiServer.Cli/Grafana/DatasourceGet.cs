using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana datasource get`.</summary>
internal static class DatasourceGet
{
    public static Command Create()
    {
        var name = DatasourceFinder.One();
        var command = new ApiCommand(
            "get",
            "Show a datasource; never its password.",
            "tricorder grafana datasource get Tricorder",
            "tricorder grafana datasource get Tricorder -o yaml")
        {
            name,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var datasource = await DatasourceFinder.FindAsync(session, arguments.GetValue(name)!, cancellationToken);
            session.Printer.Print(new GetDatasourceResponse { Datasource = datasource }, datasource.Name, () => session.Printer.Facts(
                ("Name", SafeText.OneLine(datasource.Name)),
                ("Type", SafeText.OneLine(datasource.Type)),
                ("Host", SafeText.OneLine(datasource.Host)),
                ("Database", SafeText.OneLine(datasource.Database)),
                ("User", SafeText.OneLine(datasource.User)),
                ("Tables", SafeText.OneLine(string.Join(", ", datasource.TablesName))),
                ("UID", SafeText.OneLine(datasource.Uid)),
                ("Number", $"{datasource.GrafanaDatasourceId}"),
                ("Created", Age.Exactly(datasource.CreateTime)),
                ("ID", datasource.Id)));

            return ExitCode.Ok;
        });
    }
}
