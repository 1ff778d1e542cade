using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>Reading from datasources: health checks, queries, and the proxy to Prometheus.</summary>
internal sealed class QueryEndpoints(GrafanaProfile profile, GrafanaState state)
{
    private const string NotFound = "Data source not found";

    /// <summary>Plugins without a health check answer 404, as PostgreSQL's and Prometheus' did in 9.0 to 9.3.</summary>
    public bool HasHealthChecks { get; set; } = true;

    public void Map(GrafanaRoutes routes)
    {
        if (profile.HasDatasourceUids)
        {
            routes.MapSlow("GET", "/api/datasources/uid/{uid}/health", "Viewer", "datasources:query", HealthAsync);
        }

        if (profile.HasDatasourceIds)
        {
            routes.MapSlow("GET", "/api/datasources/proxy/{id:long}/api/v1/query", "Viewer", "datasources:query", ProxyAsync);
        }

        var query = profile.HasDatasourceUids ? "/api/ds/query" : "/api/tsdb/query";
        routes.MapSlow("POST", query, "Viewer", "datasources:query", QueryAsync);
    }

    private async Task<GrafanaReply> HealthAsync(GrafanaRequest request)
    {
        var datasource = Find(request, one => one.Uid == request.Route("uid"));
        if (datasource is null)
        {
            return GrafanaReply.Error(500, "Unable to load datasource metadata");
        }

        if (!HasHealthChecks)
        {
            return GrafanaReply.NoSuchPath();
        }

        var problem = await DatasourceReading.TryAsync(profile, datasource);
        return problem is null
            ? GrafanaReply.Error(
                200, datasource.Type == "prometheus" ? "Successfully queried the Prometheus API." : "Database Connection OK", "OK")
            : GrafanaReply.Error(400, problem, "ERROR");
    }

    private async Task<GrafanaReply> ProxyAsync(GrafanaRequest request)
    {
        var datasource = Find(request, one => one.Id == request.RouteId("id"));
        if (datasource is null)
        {
            return GrafanaReply.Error(404, "Unable to find datasource");
        }

        return await DatasourceReading.TryAsync(profile, datasource) is { } problem
            ? GrafanaReply.Error(502, problem)
            : GrafanaReply.Ok(new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "scalar" } });
    }

    private async Task<GrafanaReply> QueryAsync(GrafanaRequest request)
    {
        var query = (request.Body["queries"] as JsonArray)?.FirstOrDefault() as JsonObject;
        if (query is null)
        {
            return GrafanaReply.Error(400, "No queries found in query");
        }

        var uid = profile.HasDatasourceUids ? (query["datasource"] as JsonObject)?["uid"]?.GetValue<string>() : null;
        var id = query["datasourceId"]?.GetValue<long>() ?? 0;
        var datasource = Find(request, one => uid is null ? one.Id == id : one.Uid == uid);
        if (datasource is null)
        {
            return profile.HasRichErrors
                ? GrafanaReply.Error(404, NotFound)
                : GrafanaReply.Error(500, "Unable to load datasource meta data");
        }

        var refId = query["refId"]!.GetValue<string>();
        if (await DatasourceReading.TryAsync(profile, datasource) is not { } problem)
        {
            var table = new JsonObject
            {
                ["refId"] = refId,
                ["tables"] = new JsonArray(new JsonObject { ["rows"] = new JsonArray(new JsonArray(1)) }),
            };
            return GrafanaReply.Ok(new JsonObject { ["results"] = new JsonObject { [refId] = table } });
        }

        var failed = new JsonObject
        {
            ["results"] = new JsonObject { [refId] = new JsonObject { ["error"] = problem, ["refId"] = refId } },
        };
        if (!profile.HasRichErrors)
        {
            failed["message"] = problem;
        }

        return new GrafanaReply(400, failed);
    }

    private StoredDatasource? Find(GrafanaRequest request, Func<StoredDatasource, bool> isIt)
    {
        lock (state.Gate)
        {
            return state.Datasources.Find(one => one.OrgId == request.Caller.OrgId && isIt(one));
        }
    }
}
