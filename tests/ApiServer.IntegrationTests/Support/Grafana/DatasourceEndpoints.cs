using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>Datasources under ids and uids, as far as the version has them.</summary>
internal sealed class DatasourceEndpoints(GrafanaProfile profile, GrafanaState state)
{
    private const string NotFound = "Data source not found";
    private const string NameTaken = "data source with the same name already exists";

    public void Map(GrafanaRoutes routes)
    {
        routes.Map("GET", "/api/datasources", "Admin", "datasources:read", List);
        routes.Map("POST", "/api/datasources", "Admin", "datasources:create", Create);
        routes.Map("GET", "/api/datasources/name/{name}", "Admin", "datasources:read", Of(
            Get, (one, request) => one.Name == request.Route("name")));
        if (profile.HasDatasourceIds)
        {
            MapBy(routes, "/api/datasources/{id:long}", (one, request) => one.Id == request.RouteId("id"));
        }

        if (profile.HasDatasourceUids)
        {
            MapBy(routes, "/api/datasources/uid/{uid}", (one, request) => one.Uid == request.Route("uid"));
        }
    }

    private void MapBy(GrafanaRoutes routes, string pattern, Func<StoredDatasource, GrafanaRequest, bool> isIt)
    {
        routes.Map("GET", pattern, "Admin", "datasources:read", Of(Get, isIt));
        routes.Map("PUT", pattern, "Admin", "datasources:write", Of(Update, isIt));
        routes.Map("DELETE", pattern, "Admin", "datasources:delete", Of(Delete, isIt));
    }

    private Func<GrafanaRequest, GrafanaReply> Of(
        Func<GrafanaRequest, StoredDatasource, GrafanaReply> answer, Func<StoredDatasource, GrafanaRequest, bool> isIt) => request =>
        state.Datasources.Find(one => one.OrgId == request.Caller.OrgId && isIt(one, request)) is { } datasource
            ? answer(request, datasource)
            : GrafanaReply.Error(404, NotFound);

    private GrafanaReply List(GrafanaRequest request) => GrafanaReply.Ok(new JsonArray([.. state.Datasources
        .Where(one => one.OrgId == request.Caller.OrgId).OrderBy(one => one.Name, StringComparer.Ordinal).Select(Describe)]));

    private GrafanaReply Get(GrafanaRequest request, StoredDatasource datasource) => GrafanaReply.Ok(Describe(datasource));

    private GrafanaReply Create(GrafanaRequest request)
    {
        var uid = request.Text("uid") is { Length: > 0 } given ? given : state.NewUid();
        var all = state.Datasources.Where(one => one.OrgId == request.Caller.OrgId).ToArray();
        if (request.Text("name").Length == 0 || request.Text("type").Length == 0 || request.Text("access") is not ("proxy" or "direct"))
        {
            return GrafanaReply.Error(400, "bad request data");
        }

        if (!GrafanaUid.IsValid(uid))
        {
            return profile.HasRichErrors ? GrafanaReply.Error(400, "uid is invalid") : GrafanaReply.Error(500, "Failed to add datasource");
        }

        if (all.Any(one => one.Name == request.Text("name")))
        {
            return GrafanaReply.Error(409, NameTaken);
        }

        if (all.Any(one => one.Uid == uid))
        {
            return GrafanaReply.Error(409, "data source with the same uid already exists");
        }

        var datasource = new StoredDatasource(state.NextId(), request.Caller.OrgId) { Uid = uid, Model = [] };
        state.Datasources.Add(datasource);
        return Changed("Datasource added", Write(datasource, request.Body));
    }

    private GrafanaReply Update(GrafanaRequest request, StoredDatasource datasource)
    {
        if (datasource.IsReadOnly)
        {
            return GrafanaReply.Error(403, "Cannot update read-only data source");
        }

        if (profile.HasUnifiedStorage && request.Text("uid") is { Length: > 0 } other && other != datasource.Uid)
        {
            return GrafanaReply.Error(400, "uid in the payload does not match the one in the path");
        }

        if (state.Datasources.Exists(one => one != datasource && one.OrgId == datasource.OrgId && one.Name == request.Text("name")))
        {
            return GrafanaReply.Error(409, "Failed to update datasource: " + NameTaken);
        }

        // A higher version passes, on purpose.
        if (request.Number("version") is > 0 and var version && version < datasource.Version)
        {
            return GrafanaReply.Error(409, "Datasource has already been updated by someone else. Please reload and try again");
        }

        datasource.Version++;
        datasource.Uid = request.Text("uid") is { Length: > 0 } uid ? uid : datasource.Uid;
        return Changed("Datasource updated", Write(datasource, request.Body));
    }

    private GrafanaReply Delete(GrafanaRequest request, StoredDatasource datasource)
    {
        if (datasource.IsReadOnly)
        {
            return GrafanaReply.Error(403, "Cannot delete read-only data source");
        }

        state.Datasources.Remove(datasource);
        return GrafanaReply.Ok(new JsonObject { ["message"] = "Data source deleted", ["id"] = datasource.Id });
    }

    /// <summary>Everything is replaced, but secrets that are not sent stay.</summary>
    private static StoredDatasource Write(StoredDatasource datasource, JsonObject body)
    {
        var model = body.DeepClone().AsObject();
        if (model["secureJsonData"] is JsonObject secrets)
        {
            foreach (var (name, value) in secrets)
            {
                datasource.Secrets[name] = value?.GetValue<string>() ?? "";
            }
        }

        model.Remove("secureJsonData");
        datasource.Model = model;
        return datasource;
    }

    private GrafanaReply Changed(string message, StoredDatasource datasource) => GrafanaReply.Ok(new JsonObject
    {
        ["message"] = message,
        ["id"] = datasource.Id,
        ["name"] = datasource.Name,
        ["datasource"] = Describe(datasource),
    });

    private JsonObject Describe(StoredDatasource datasource)
    {
        var type = datasource.Type == "postgres" ? profile.PostgresPlugin : datasource.Type;
        var described = new JsonObject
        {
            ["id"] = datasource.Id,
            ["orgId"] = datasource.OrgId,
            ["name"] = datasource.Name,
            ["type"] = type,
            ["typeLogoUrl"] = "",
            ["access"] = datasource.Text("access"),
            ["url"] = datasource.Text("url"),
            ["user"] = datasource.Text("user"),
            ["database"] = datasource.Text("database"),
            ["basicAuth"] = false,
            ["isDefault"] = datasource.Model["isDefault"]?.DeepClone() ?? false,
            ["jsonData"] = datasource.Model["jsonData"]?.DeepClone() ?? new JsonObject(),
            ["secureJsonFields"] = new JsonObject(datasource.Secrets.Select(secret => KeyValuePair.Create(secret.Key, (JsonNode?)true))),
            ["version"] = datasource.Version,
            ["readOnly"] = datasource.IsReadOnly,
        };
        if (profile.TellsDatasourceUids)
        {
            described["uid"] = datasource.Uid;
        }

        return described;
    }
}
