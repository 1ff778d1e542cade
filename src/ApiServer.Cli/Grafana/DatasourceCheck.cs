using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana datasource check`.</summary>
internal static class DatasourceCheck
{
    public static Command Create()
    {
        var names = DatasourceFinder.Several();
        var command = new ApiCommand(
            "check",
            "Let Grafana try datasources. Fails when one does not work.",
            "tricorder grafana datasource check Tricorder",
            "tricorder grafana datasource check Tricorder Metrics -o json")
        {
            names,
        };
        return command.Runs((session, arguments, cancellationToken) => EachName.DoAsync(session, arguments.GetValue(names)!, async name =>
        {
            var datasource = await DatasourceFinder.FindAsync(session, name, cancellationToken);
            var answer = await session.Client.Grafana.CheckDatasourceAsync(
                new CheckDatasourceRequest { DatasourceId = datasource.Id }, cancellationToken: cancellationToken);
            session.Printer.Done($"{name}: {(answer.Ok ? "ok" : "does not work")}: {answer.Message}", datasource.Name, answer);
            if (!answer.Ok)
            {
                throw new CliException(ExitCode.Failed, $"{name}: Grafana can not read from it");
            }
        }));
    }
}
