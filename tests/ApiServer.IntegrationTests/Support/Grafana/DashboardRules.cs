using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>What Grafana looks at before it saves a dashboard, in its order.</summary>
internal sealed class DashboardRules(GrafanaProfile profile, GrafanaState state)
{
    private const int MaxMessage = 500;

    public GrafanaReply? Check(GrafanaRequest request, out StoredDashboard? existing, out StoredFolder? folder)
    {
        existing = null;
        folder = null;
        if (request.Body["dashboard"] is not JsonObject model)
        {
            return GrafanaReply.Error(400, "bad request data");
        }

        if (Text(model, "title").Length == 0)
        {
            return GrafanaReply.Error(400, "Dashboard title cannot be empty", "empty-name");
        }

        var uid = Text(model, "uid");
        if (uid.Length > GrafanaUid.MaxLength)
        {
            return GrafanaReply.Error(400, "uid too long, max 40 characters");
        }

        if (uid.Length > 0 && !GrafanaUid.IsValid(uid))
        {
            return GrafanaReply.Error(400, "uid contains illegal characters");
        }

        if (profile.HasRichErrors && request.Text("message").Length > MaxMessage)
        {
            return GrafanaReply.Error(400, "message too long, max 500 characters");
        }

        if (Text(model, "refresh") is "1s" or "2s" or "3s" or "4s")
        {
            return GrafanaReply.Error(400, "Dashboard refresh interval is too low");
        }

        return FindFolder(request, out folder) ?? FindExisting(request, model, uid, folder, out existing)
            ?? CheckVersion(request, model, existing);
    }

    private GrafanaReply? FindFolder(GrafanaRequest request, out StoredFolder? folder)
    {
        folder = null;
        if (profile.HasFolderUidOnSave && request.Text("folderUid") is { Length: > 0 } uid)
        {
            folder = state.Folders.Find(one => one.OrgId == request.Caller.OrgId && one.Uid == uid);
            return folder is null ? GrafanaReply.Error(400, "folder not found") : null;
        }

        if (profile.HasFolderIds && request.Number("folderId") is > 0 and var id)
        {
            folder = state.Folders.Find(one => one.OrgId == request.Caller.OrgId && one.Id == id);
            return folder is null ? GrafanaReply.Error(400, "folder not found") : null;
        }

        return null;
    }

    private GrafanaReply? FindExisting(
        GrafanaRequest request, JsonObject model, string uid, StoredFolder? folder, out StoredDashboard? existing)
    {
        var mine = state.Dashboards.Where(one => one.OrgId == request.Caller.OrgId).ToArray();
        var id = model["id"] is JsonValue value && value.TryGetValue(out long number) ? number : 0;
        existing = mine.FirstOrDefault(one => id > 0 ? one.Id == id : uid.Length > 0 && one.Uid == uid);
        if (id > 0 && existing is null)
        {
            return GrafanaReply.Error(404, "Dashboard not found", "not-found");
        }

        if (id > 0 && mine.Any(one => one.Uid == uid && one.Id != id))
        {
            return GrafanaReply.Error(400, "A dashboard with the same uid already exists");
        }

        return profile.HasUniqueNames ? CheckName(request, model, mine, folder, ref existing) : null;
    }

    /// <summary>With overwrite, whoever has the name is taken over; its uid stays.</summary>
    private GrafanaReply? CheckName(
        GrafanaRequest request, JsonObject model, StoredDashboard[] mine, StoredFolder? folder, ref StoredDashboard? existing)
    {
        var slug = StoredDashboard.SlugOf(Text(model, "title"));
        if (state.Folders.Exists(one => one.OrgId == request.Caller.OrgId && StoredDashboard.SlugOf(one.Title) == slug))
        {
            return GrafanaReply.Error(400, "Dashboard name cannot be the same as folder", "name-match");
        }

        var own = existing;
        var other = mine.FirstOrDefault(one => one.Slug == slug && one.FolderUid == (folder?.Uid ?? "") && one != own);
        if (other is null)
        {
            return null;
        }

        if (!request.Flag("overwrite"))
        {
            return GrafanaReply.Error(412, "A dashboard with the same name in the folder already exists", "name-exists");
        }

        existing = other;
        return null;
    }

    private GrafanaReply? CheckVersion(GrafanaRequest request, JsonObject model, StoredDashboard? existing)
    {
        if (existing is null)
        {
            return null;
        }

        if (existing.IsProvisioned && (profile.GuardsProvisioned || model["id"] is not null))
        {
            return GrafanaReply.Error(400, "Cannot save provisioned dashboard");
        }

        var version = model["version"] is JsonValue value && value.TryGetValue(out long number) ? number : 0;
        return version == existing.Version || request.Flag("overwrite")
            ? null
            : GrafanaReply.Error(412, "The dashboard has been changed by someone else", "version-mismatch");
    }

    private static string Text(JsonObject model, string name) =>
        model[name] is JsonValue value && value.TryGetValue(out string? text) ? text.Trim() : "";
}
