using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Grafana.Health;
using Tricorder.ApiServer.Grafana.Publishing;
using Tricorder.ApiServer.Grafana.Tokens;

namespace Tricorder.ApiServer.Grafana.Access;

/// <summary>What callers can do with Grafana. Without one, all of it is refused.</summary>
internal class GrafanaAccess
{
    /// <summary>Null without Grafana: that is an answer, and no refusal.</summary>
    public virtual GrafanaStatus? Status => null;

    public virtual TokenManager Tokens => throw NotConfigured();

    public virtual DatasourceManager Datasources => throw NotConfigured();

    public virtual DashboardManager Dashboards => throw NotConfigured();

    private static FailedPreconditionException NotConfigured() =>
        new(
            "GRAFANA_NOT_CONFIGURED",
            "grafana",
            "No Grafana is configured; set Grafana:Url, and Grafana:User with Grafana:Password or Grafana:Token.");
}

/// <summary>There is Grafana, and no observability database: no rows, no dashboards.</summary>
internal class GrafanaWithoutDatabase(GrafanaStatus status, TokenManager tokens, DatasourceManager datasources) : GrafanaAccess
{
    public override GrafanaStatus Status => status;

    public override TokenManager Tokens => tokens;

    public override DatasourceManager Datasources => datasources;

    public override DashboardManager Dashboards => throw new FailedPreconditionException(
        "DATABASE_NOT_CONFIGURED",
        "observability_db",
        "Dashboards show rows of the observability database, and none is configured; set ObservabilityDb:ConnectionString.");
}

/// <summary>There is all of it.</summary>
internal sealed class GrafanaWithDatabase(
    GrafanaStatus status, TokenManager tokens, DatasourceManager datasources, DashboardManager dashboards)
    : GrafanaWithoutDatabase(status, tokens, datasources)
{
    public override DashboardManager Dashboards => dashboards;
}
