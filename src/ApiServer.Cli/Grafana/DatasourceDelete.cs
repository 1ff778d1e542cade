using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana datasource delete`.</summary>
internal static class DatasourceDelete
{
    public static Command Create()
    {
        var names = DatasourceFinder.Several();
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "delete",
            "Delete datasources, here and in Grafana.",
            "tricorder grafana datasource delete Metrics",
            "tricorder grafana datasource delete Metrics --yes")
        {
            names,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var given = arguments.GetValue(names)!;
            Confirmation.Require(
                session.Terminal, arguments.GetValue(yes), $"Delete {string.Join(", ", given)}? Panels that use them show nothing then.");
            return await EachName.DoAsync(session, given, async name =>
            {
                var datasource = await DatasourceFinder.FindAsync(session, name, cancellationToken);
                await session.Client.Grafana.DeleteDatasourceAsync(
                    new DeleteDatasourceRequest { DatasourceId = datasource.Id }, cancellationToken: cancellationToken);
                session.Printer.Done($"{name}: deleted", datasource.Name, new GetDatasourceResponse { Datasource = datasource });
            });
        });
    }
}
