namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>A mark on a dashboard's time axis.</summary>
/// <param name="DashboardUid">The dashboard.</param>
/// <param name="DashboardId">The dashboard, for versions that know it only by id.</param>
/// <param name="Time">When it was.</param>
/// <param name="Text">What people read there.</param>
/// <param name="Tags">What it is found by.</param>
internal sealed record AnnotationModel(string DashboardUid, long DashboardId, DateTimeOffset Time, string Text, IReadOnlyList<string> Tags);
