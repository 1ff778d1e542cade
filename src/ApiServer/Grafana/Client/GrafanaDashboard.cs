using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>A dashboard as Grafana has it.</summary>
/// <param name="Model">Its JSON model with everything in it, known here or not.</param>
/// <param name="FolderUid">Empty for the root folder, and before 8.0, where only <paramref name="FolderId"/> is known.</param>
/// <param name="FolderId">0 for the root folder; without meaning from 13 on.</param>
/// <param name="IsProvisioned">Grafana's own configuration provides it.</param>
/// <param name="UpdatedBy">Who saved it last, as Grafana names them.</param>
/// <param name="Updated">When.</param>
internal sealed record GrafanaDashboard(
    JsonObject Model, string FolderUid, long FolderId, bool IsProvisioned, string UpdatedBy, DateTimeOffset? Updated)
{
    public long Id => Model.Number("id");

    public string Uid => Model.Text("uid");

    public long Version => Model.Number("version");

    public static GrafanaDashboard Of(GrafanaAnswer answer)
    {
        var body = answer.AsObject();
        var model = body.Object("dashboard");
        var meta = body.Object("meta");
        return model.Text("uid").Length == 0
            ? throw GrafanaFailures.NotGrafana(answer)
            : new GrafanaDashboard(
                model, meta.Text("folderUid"), meta.Number("folderId"),
                meta.Flag("provisioned"), meta.Text("updatedBy"), meta.Time("updated"));
    }
}
