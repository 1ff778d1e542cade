using System.CommandLine;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>What is below `grafana`.</summary>
internal static class GrafanaCommands
{
    public static Command[] All() =>
    [
        GrafanaStatus.Create(),
        new Command("datasource", "Datasources that the server owns in Grafana.")
        {
            DatasourceList.Create(),
            DatasourceGet.Create(),
            DatasourceCreate.Create(),
            DatasourceUpdate.Create(),
            DatasourceDelete.Create(),
            DatasourceCheck.Create(),
        },
        new Command("dashboard", "Dashboards that the server owns in Grafana.")
        {
            DashboardList.Create(),
            DashboardCreate.Create(),
            DashboardDelete.Create(),
        },
        new Command("token", "Tokens by which the server is known to Grafana.")
        {
            GrafanaTokenList.Create(),
            GrafanaTokenRotate.Create(),
        },
    ];
}
