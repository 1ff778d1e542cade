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

/// <summary>A mark on a dashboard's time axis.</summary>
/// <param name="DashboardUid">The dashboard.</param>
/// <param name="DashboardId">The dashboard, for versions that know it only by id.</param>
/// <param name="Time">When it was.</param>
/// <param name="Text">What people read there.</param>
/// <param name="Tags">What it is found by.</param>
internal sealed record AnnotationModel(string DashboardUid, long DashboardId, DateTimeOffset Time, string Text, IReadOnlyList<string> Tags);
