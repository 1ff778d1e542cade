using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed class FolderEndpoints(GrafanaProfile profile, GrafanaState state)
{
    public void Map(GrafanaRoutes routes)
    {
        routes.Map("GET", "/api/folders", "Viewer", "folders:read", request =>
            GrafanaReply.Ok(new JsonArray([.. Mine(request).Select(Describe)])));
        routes.Map("GET", "/api/folders/{uid}", "Viewer", "folders:read", Get);
        routes.Map("POST", "/api/folders", "Editor", "folders:create", Create);
        routes.Map("DELETE", "/api/folders/{uid}", "Editor", "folders:delete", Delete);
    }

    private static GrafanaReply NotFound() => GrafanaReply.Error(404, "folder not found", "not-found");

    private static JsonObject Describe(StoredFolder folder) => new()
    {
        ["id"] = folder.Id,
        ["uid"] = folder.Uid,
        ["title"] = folder.Title,
        ["url"] = $"/dashboards/f/{folder.Uid}/{StoredDashboard.SlugOf(folder.Title)}",
        ["version"] = 1,
    };

    private IEnumerable<StoredFolder> Mine(GrafanaRequest request) => state.Folders.Where(folder => folder.OrgId == request.Caller.OrgId);

    private StoredFolder? Find(GrafanaRequest request) => Mine(request).FirstOrDefault(folder => folder.Uid == request.Route("uid"));

    private GrafanaReply Get(GrafanaRequest request) => Find(request) is { } folder ? GrafanaReply.Ok(Describe(folder)) : NotFound();

    private GrafanaReply Create(GrafanaRequest request)
    {
        var uid = request.Text("uid") is { Length: > 0 } given ? given : state.NewUid();
        var title = request.Text("title");
        if (title.Length == 0)
        {
            return GrafanaReply.Error(400, "folder title cannot be empty");
        }

        if (!GrafanaUid.IsValid(uid))
        {
            return GrafanaReply.Error(
                400, uid.Length > GrafanaUid.MaxLength ? "uid too long, max 40 characters" : "uid contains illegal characters");
        }

        if (Mine(request).Any(folder => folder.Uid == uid))
        {
            return profile.HasUnifiedStorage
                ? GrafanaReply.Error(412, "the folder has been changed by someone else", "version-mismatch")
                : GrafanaReply.Error(409, "a folder/dashboard with the same uid already exists");
        }

        var slug = StoredDashboard.SlugOf(title);
        if (profile.HasUniqueNames && (Mine(request).Any(folder => StoredDashboard.SlugOf(folder.Title) == slug)
            || state.Dashboards.Exists(one => one.OrgId == request.Caller.OrgId && one.FolderUid.Length == 0 && one.Slug == slug)))
        {
            return GrafanaReply.Error(409, "a folder or dashboard in the general folder with the same name already exists");
        }

        var created = new StoredFolder(state.NextResourceId(), request.Caller.OrgId, uid, title);
        state.Folders.Add(created);
        return GrafanaReply.Ok(Describe(created));
    }

    private GrafanaReply Delete(GrafanaRequest request)
    {
        if (Find(request) is not { } folder)
        {
            return NotFound();
        }

        state.Folders.Remove(folder);
        state.Dashboards.RemoveAll(one => one.OrgId == folder.OrgId && one.FolderUid == folder.Uid);
        return GrafanaReply.Ok(
            new JsonObject { ["message"] = $"Folder {folder.Title} deleted", ["id"] = folder.Id, ["title"] = folder.Title });
    }
}
