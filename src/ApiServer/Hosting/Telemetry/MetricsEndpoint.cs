using Prometheus;

namespace Tricorder.ApiServer.Hosting.Telemetry;

internal static class MetricsEndpoint
{
    public static void Map(WebApplication app) => app.MapMetrics("/metrics", app.Services.GetRequiredService<MetricsExport>().Registry);
}
