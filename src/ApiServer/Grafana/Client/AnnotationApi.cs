using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary><c>/api/annotations</c>.</summary>
internal sealed class AnnotationApi(GrafanaSession session)
{
    /// <summary>Returns its id.</summary>
    public async Task<long> AddAsync(AnnotationModel annotation, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        var body = new JsonObject
        {
            ["time"] = annotation.Time.ToUnixTimeMilliseconds(),
            ["text"] = annotation.Text,
            ["tags"] = new JsonArray([.. annotation.Tags.Select(tag => JsonValue.Create(tag))]),
        };
        if (features.HasAnnotationsByDashboardUid)
        {
            body["dashboardUID"] = annotation.DashboardUid;
        }
        else
        {
            body["dashboardId"] = annotation.DashboardId;
        }

        return (await session.PostAsync("api/annotations", body, cancellationToken)).AsObject().Number("id");
    }
}
