using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>Says how a module's dashboard is, as condition DashboardReady.</summary>
internal sealed class DashboardConditions(DeploymentConditions conditions, IOptions<GrafanaOptions> options)
{
    public static readonly ConditionType Type = new("DashboardReady", 40, "No Grafana is configured.");

    public string UrlOf(PublishedDashboard dashboard) => dashboard.Path.Length == 0
        ? ""
        : new Uri(options.Value.PublicAddress, PathIn(dashboard.Path)).ToString();

    public void Set(PublishedDashboard dashboard)
    {
        var (status, reason, message) = dashboard.State switch
        {
            DashboardState.Edited => (
                ConditionStatus.True,
                "EDITED_BY_USER",
                ("Somebody edited the dashboard in Grafana: it is left alone. "
                    + $"CreateDashboard with overwrite_edits takes it back. {UrlOf(dashboard)}").TrimEnd()),
            DashboardState.Deleted => (
                ConditionStatus.False,
                "DELETED_BY_USER",
                "Somebody deleted the dashboard in Grafana: it comes back with the next deploy, or with CreateDashboard."),
            _ => (ConditionStatus.True, "READY", UrlOf(dashboard)),
        };
        conditions.Set(dashboard.ModuleId, Type, status, reason, message);
    }

    public void Failed(string moduleId, string reason, string message) =>
        conditions.Set(moduleId, Type, ConditionStatus.False, reason, message);

    /// <summary>Grafana says paths with the sub path it is served under, which our address of it has too.</summary>
    private string PathIn(string path)
    {
        var root = options.Value.PublicAddress.AbsolutePath;
        return path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path.TrimStart('/');
    }
}
