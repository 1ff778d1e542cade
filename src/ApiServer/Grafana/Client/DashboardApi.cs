using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary><c>/api/dashboards</c>.</summary>
internal sealed class DashboardApi(GrafanaSession session)
{
    private const int MaxMessage = 500;

    public async Task<GrafanaDashboard?> FindAsync(string uid, CancellationToken cancellationToken) =>
        await session.FindAsync($"api/dashboards/uid/{Uri.EscapeDataString(uid)}", cancellationToken) is { } answer
            ? GrafanaDashboard.Of(answer)
            : null;

    /// <summary>
    /// Creates or replaces the dashboard with the uid in <paramref name="model"/>. Without <paramref name="overwrite"/> the version in it
    /// must be the one that Grafana has. With it, before 11.3, another dashboard of the same name in the folder is taken over instead: so
    /// it is for dashboards that are known to be there under their uid, and <see cref="DashboardSave.Uid"/> tells which one was written.
    /// </summary>
    public async Task<DashboardSave> SaveAsync(
        JsonObject model, GrafanaFolder folder, bool overwrite, string message, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        if (!features.GuardsProvisionedDashboards && await FindAsync(model.Text("uid"), cancellationToken) is { IsProvisioned: true })
        {
            return new DashboardSave(DashboardSaveOutcome.Provisioned, "Grafana's own configuration provides this dashboard.");
        }

        var dashboard = model.DeepClone().AsObject();

        // The uid says which one it is. Ids differ after a restore, and a wrong one is refused.
        dashboard["id"] = null;
        var body = new JsonObject
        {
            ["dashboard"] = dashboard,
            ["folderUid"] = folder.Uid,
            ["overwrite"] = overwrite,
            ["message"] = message.Length > MaxMessage ? message[..MaxMessage] : message,
        };
        if (!features.HasFolderUidOnSave)
        {
            body["folderId"] = folder.Id;
        }

        try
        {
            return Read(await session.PostAsync("api/dashboards/db", body, cancellationToken));
        }
        catch (GrafanaException e) when (OutcomeOf(e.Failure) is { } outcome)
        {
            return new DashboardSave(outcome, e.Message);
        }
    }

    /// <summary>False when there was none.</summary>
    public Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken) =>
        session.DeleteAsync($"api/dashboards/uid/{Uri.EscapeDataString(uid)}", cancellationToken);

    private static DashboardSaveOutcome? OutcomeOf(GrafanaFailure failure) => failure switch
    {
        GrafanaFailure.VersionMismatch => DashboardSaveOutcome.VersionMismatch,
        GrafanaFailure.NameExists => DashboardSaveOutcome.NameExists,
        GrafanaFailure.Provisioned => DashboardSaveOutcome.Provisioned,
        _ => null,
    };

    private static DashboardSave Read(GrafanaAnswer answer)
    {
        var saved = answer.AsObject();
        return saved.Text("uid").Length == 0 ? throw GrafanaFailures.NotGrafana(answer) : new DashboardSave(DashboardSaveOutcome.Saved, "")
        {
            Id = saved.Number("id"),
            Uid = saved.Text("uid"),
            Version = saved.Number("version"),
            Path = saved.Text("url"),
        };
    }
}
