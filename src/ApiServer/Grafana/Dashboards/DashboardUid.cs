using System.Security.Cryptography;
using System.Text;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Uids of our dashboards: always the same for the same thing, at most 40 letters, digits and '-', as Grafana demands.</summary>
internal static class DashboardUid
{
    /// <summary>Of a module's dashboard. Ids are UUIDs; whatever else came from an old store is hashed.</summary>
    public static string OfModule(string moduleId) =>
        "module-" + (Guid.TryParse(moduleId, out var id) ? id.ToString("N") : Hash(moduleId)[..32]);

    /// <summary>Of a built-in dashboard. Clusters may share a Grafana, so their names are part of it.</summary>
    public static string OfBuiltIn(string name, string cluster) => $"tricorder-{name}-{Hash(cluster)[..12]}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
