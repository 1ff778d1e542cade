using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>What people and other programs do in a Grafana, besides the server under test.</summary>
internal static class GrafanaPeople
{
    /// <summary>Somebody opens a dashboard, changes it and saves it.</summary>
    public static void Edit(this GrafanaServer grafana, string uid, Action<JsonObject> change)
    {
        lock (grafana.State.Gate)
        {
            var dashboard = grafana.State.Dashboards.Single(one => one.Uid == uid);
            var model = dashboard.Model.DeepClone().AsObject();
            change(model);
            model["version"] = ++dashboard.Version;
            dashboard.Model = model;
            dashboard.UpdatedBy = "alice";
        }
    }

    /// <summary>A dashboard of somebody else.</summary>
    public static StoredDashboard AddDashboard(
        this GrafanaServer grafana, string uid, string title, string folderUid = "", bool isProvisioned = false)
    {
        lock (grafana.State.Gate)
        {
            var id = grafana.State.NextResourceId();
            var dashboard = new StoredDashboard(id, 1, uid)
            {
                Model = new JsonObject { ["id"] = id, ["uid"] = uid, ["title"] = title, ["version"] = 1 },
                Version = 1,
                FolderUid = folderUid,
                IsProvisioned = isProvisioned,
                UpdatedBy = "alice",
            };
            grafana.State.Dashboards.Add(dashboard);
            return dashboard;
        }
    }

    public static bool DeleteDashboard(this GrafanaServer grafana, string uid)
    {
        lock (grafana.State.Gate)
        {
            return grafana.State.Dashboards.RemoveAll(one => one.Uid == uid) > 0;
        }
    }

    public static StoredFolder AddFolder(this GrafanaServer grafana, string uid, string title)
    {
        lock (grafana.State.Gate)
        {
            var folder = new StoredFolder(grafana.State.NextResourceId(), 1, uid, title);
            grafana.State.Folders.Add(folder);
            return folder;
        }
    }

    /// <summary>A datasource that a file of Grafana's provides, if it is read-only.</summary>
    public static StoredDatasource AddDatasource(this GrafanaServer grafana, string uid, string name, string type, bool isReadOnly = false)
    {
        lock (grafana.State.Gate)
        {
            var datasource = new StoredDatasource(grafana.State.NextId(), 1)
            {
                Uid = uid,
                Model = new JsonObject { ["name"] = name, ["type"] = type, ["access"] = "proxy", ["url"] = "elsewhere:1" },
                IsReadOnly = isReadOnly,
            };
            grafana.State.Datasources.Add(datasource);
            return datasource;
        }
    }

    /// <summary>A token that was made by hand.</summary>
    public static string AddToken(this GrafanaServer grafana, string role, long orgId = 1)
    {
        lock (grafana.State.Gate)
        {
            var secret = PlantedSecrets.Add("glsa_" + Guid.NewGuid().ToString("N"));
            grafana.State.Keys.Add(new GrafanaKey(grafana.State.NextId(), orgId, "by hand " + secret[^6..], secret) { Role = role });
            return secret;
        }
    }

    /// <summary>An admin deletes all tokens.</summary>
    public static void RevokeTokens(this GrafanaServer grafana)
    {
        lock (grafana.State.Gate)
        {
            grafana.State.Keys.Clear();
        }
    }

    public static void ExpireTokens(this GrafanaServer grafana)
    {
        lock (grafana.State.Gate)
        {
            grafana.State.Keys.ForEach(key => key.Expiration = DateTimeOffset.UtcNow.AddMinutes(-1));
        }
    }
}
