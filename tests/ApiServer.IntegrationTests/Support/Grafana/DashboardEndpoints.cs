using System.Globalization;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed class DashboardEndpoints(GrafanaProfile profile, GrafanaState state)
{
    private readonly DashboardRules _rules = new(profile, state);

    public void Map(GrafanaRoutes routes)
    {
        routes.Map("GET", "/api/dashboards/uid/{uid}", "Viewer", "dashboards:read", Get);
        routes.Map("DELETE", "/api/dashboards/uid/{uid}", "Editor", "dashboards:delete", Delete);
        routes.Map("POST", "/api/dashboards/db", "Editor", "dashboards:create", Save);
        routes.Map("GET", "/api/search", "Viewer", "dashboards:read", Search);
    }

    private static GrafanaReply NotFound() => GrafanaReply.Error(404, "Dashboard not found", "not-found");

    private StoredDashboard? Find(GrafanaRequest request) =>
        state.Dashboards.Find(one => one.OrgId == request.Caller.OrgId && one.Uid == request.Route("uid"));

    private GrafanaReply Get(GrafanaRequest request) => Find(request) is { } one ? GrafanaReply.Ok(Describe(one)) : NotFound();

    private GrafanaReply Save(GrafanaRequest request)
    {
        if (_rules.Check(request, out var existing, out var folder) is { } refusal)
        {
            return refusal;
        }

        var dashboard = existing ?? New(request);
        var model = request.Body["dashboard"]!.DeepClone().AsObject();
        dashboard.Version++;
        model["id"] = dashboard.Id;
        model["uid"] = dashboard.Uid;
        model["version"] = dashboard.Version;
        dashboard.Model = model;
        dashboard.FolderUid = folder?.Uid ?? "";
        dashboard.UpdatedBy = request.Caller.Login;
        dashboard.Message = request.Text("message");
        return GrafanaReply.Ok(new JsonObject
        {
            ["id"] = dashboard.Id,
            ["slug"] = dashboard.Slug,
            ["status"] = "success",
            ["uid"] = dashboard.Uid,
            ["url"] = $"/d/{dashboard.Uid}/{dashboard.Slug}",
            ["version"] = dashboard.Version,
        });
    }

    private StoredDashboard New(GrafanaRequest request)
    {
        var uid = request.Body["dashboard"]!["uid"]?.GetValue<string>() is { Length: > 0 } given ? given : state.NewUid();
        var dashboard = new StoredDashboard(state.NextResourceId(), request.Caller.OrgId, uid) { Model = [] };
        state.Dashboards.Add(dashboard);
        return dashboard;
    }

    private GrafanaReply Delete(GrafanaRequest request)
    {
        if (Find(request) is not { } dashboard)
        {
            return NotFound();
        }

        if (dashboard.IsProvisioned)
        {
            return GrafanaReply.Error(400, "provisioned dashboard cannot be deleted");
        }

        state.Dashboards.Remove(dashboard);
        return GrafanaReply.Ok(
            new JsonObject { ["title"] = dashboard.Title, ["message"] = $"Dashboard {dashboard.Title} deleted", ["id"] = dashboard.Id });
    }

    private GrafanaReply Search(GrafanaRequest request)
    {
        var limit = Number(request.Query("limit"), 1000);
        var page = Number(request.Query("page"), 1);
        var tag = request.Query("tag");
        var found = state.Dashboards
            .Where(one => one.OrgId == request.Caller.OrgId)
            .Where(one => tag.Length == 0 || (one.Model["tags"] as JsonArray)?.Any(own => own?.GetValue<string>() == tag) == true)
            .OrderBy(one => one.Title, StringComparer.Ordinal).ThenBy(one => one.Id)
            .Skip((page - 1) * limit).Take(limit)
            .Select(one => new JsonObject
            {
                ["id"] = one.Id,
                ["uid"] = one.Uid,
                ["title"] = one.Title,
                ["type"] = "dash-db",
                ["tags"] = one.Model["tags"]?.DeepClone() ?? new JsonArray(),
                ["folderUid"] = one.FolderUid,
            });
        return GrafanaReply.Ok(new JsonArray([.. found]));
    }

    private static int Number(string text, int otherwise) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private JsonObject Describe(StoredDashboard one)
    {
        var folder = state.Folders.Find(folder => folder.OrgId == one.OrgId && folder.Uid == one.FolderUid);
        var meta = new JsonObject
        {
            ["type"] = "db",
            ["slug"] = one.Slug,
            ["url"] = $"/d/{one.Uid}/{one.Slug}",
            ["version"] = one.Version,
            ["updatedBy"] = one.UpdatedBy,
            ["updated"] = DateTimeOffset.UtcNow,
            ["folderId"] = folder?.Id ?? 0,
            ["folderTitle"] = folder?.Title ?? "General",
            ["provisioned"] = one.IsProvisioned,
        };
        if (profile.HasFolderUidOnSave)
        {
            meta["folderUid"] = one.FolderUid;
        }

        return new JsonObject { ["meta"] = meta, ["dashboard"] = one.Model.DeepClone() };
    }
}
