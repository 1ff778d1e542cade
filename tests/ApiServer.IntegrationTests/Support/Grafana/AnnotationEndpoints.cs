using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed class AnnotationEndpoints(GrafanaProfile profile, GrafanaState state)
{
    public void Map(GrafanaRoutes routes) => routes.Map("POST", "/api/annotations", "Editor", "annotations:create", Create);

    private GrafanaReply Create(GrafanaRequest request)
    {
        if (request.Text("text").Length == 0)
        {
            return GrafanaReply.Error(400, "Failed to save annotation");
        }

        // A dashboard that is not known, or named in a way that this version does not know, makes it one of the whole organization.
        var dashboard = state.Dashboards.Find(one => one.OrgId == request.Caller.OrgId
            && (profile.HasAnnotationUids && request.Text("dashboardUID") is { Length: > 0 } uid
                ? one.Uid == uid
                : one.Id == request.Number("dashboardId")));
        var id = state.NextId();
        state.Annotations.Add(new JsonObject
        {
            ["id"] = id,
            ["dashboardUid"] = dashboard?.Uid ?? "",
            ["time"] = request.Body["time"]?.DeepClone(),
            ["text"] = request.Text("text"),
            ["tags"] = request.Body["tags"]?.DeepClone() ?? new JsonArray(),
        });
        return GrafanaReply.Ok(new JsonObject { ["message"] = "Annotation added", ["id"] = id });
    }
}
