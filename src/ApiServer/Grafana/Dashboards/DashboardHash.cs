using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Tells whether a dashboard that was generated again is the one that was generated before.</summary>
internal static class DashboardHash
{
    public static string Of(JsonObject dashboard) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dashboard.ToJsonString())));
}
