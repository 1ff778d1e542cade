using System.Net;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// Has Grafana read from a datasource: by its health check or, where a version or plugin has none, by a query that reads nothing.
/// </summary>
internal static class DatasourceProbe
{
    private const string RefId = "A";

    // The statuses of checks that failed, and of one that does not exist.
    private static readonly HttpStatusCode[] Telling =
        [HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable];

    public static async Task<DatasourceCheck> RunAsync(
        GrafanaSession session, GrafanaFeatures features, GrafanaDatasource datasource, CancellationToken cancellationToken)
    {
        if (features.HasDatasourcesByUid)
        {
            var answer = await session.GetAsync(
                $"api/datasources/uid/{Uri.EscapeDataString(datasource.Uid)}/health", cancellationToken, Telling);
            if (answer.Status != HttpStatusCode.NotFound)
            {
                return new DatasourceCheck(answer.IsSuccess && answer.StatusText == "OK", Told(answer));
            }
        }

        if (!GrafanaFeatures.IsPostgres(datasource.Type))
        {
            return await AskPrometheusAsync(session, datasource, cancellationToken);
        }

        var path = features.HasUnifiedQuery ? "api/ds/query" : "api/tsdb/query";
        return OfQuery(await session.PostAsync(path, Query(datasource), cancellationToken, Telling));
    }

    private static JsonObject Query(GrafanaDatasource datasource) => new()
    {
        ["from"] = "now-1m",
        ["to"] = "now",
        ["queries"] = new JsonArray(new JsonObject
        {
            ["refId"] = RefId,
            ["datasourceId"] = datasource.Id,
            ["datasource"] = new JsonObject { ["uid"] = datasource.Uid, ["type"] = datasource.Type },
            ["rawSql"] = "SELECT 1",
            ["format"] = "table",
            ["intervalMs"] = 1000,
            ["maxDataPoints"] = 1,
        }),
    };

    private static DatasourceCheck OfQuery(GrafanaAnswer answer)
    {
        var result = answer.AsObject().Object("results").Object(RefId);
        var error = result.Text("error") is { Length: > 0 } text ? text : answer.IsSuccess ? "" : Told(answer);
        return answer.IsSuccess && error.Length == 0
            ? new DatasourceCheck(true, "Database Connection OK")
            : new DatasourceCheck(false, GrafanaFailures.Clean(error.Length > 0 ? error : "Grafana does not say why."));
    }

    private static async Task<DatasourceCheck> AskPrometheusAsync(
        GrafanaSession session, GrafanaDatasource datasource, CancellationToken cancellationToken)
    {
        if (datasource.Type != "prometheus")
        {
            return new DatasourceCheck(false, $"This version of Grafana cannot try datasources of type {datasource.Type}.");
        }

        var path = $"api/datasources/proxy/{datasource.Id}/api/v1/query?query=1%2B1";
        var answer = await session.GetAsync(
            path, cancellationToken, [.. Telling, HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout]);
        return answer.IsSuccess && answer.StatusText == "success"
            ? new DatasourceCheck(true, "Prometheus answers")
            : new DatasourceCheck(
                false, answer.Message.Length > 0 ? Told(answer) : $"Prometheus does not answer Grafana's query ({(int)answer.Status}).");
    }

    private static string Told(GrafanaAnswer answer)
    {
        var details = answer.Json?.Object("details").Text("verboseMessage") ?? "";
        return GrafanaFailures.Clean(
            answer.Message.Length == 0 || details.Length == 0 ? answer.Message + details : $"{answer.Message} {details}");
    }
}
