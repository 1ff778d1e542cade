using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tricorder.ApiServer.Hosting.Health;

/// <summary>
/// Ready from the moment everything has started until the first sign of shutdown. Rooms add their own conditions with
/// <c>AddHealthChecks().AddCheck</c>.
/// </summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public const string Name = "serving";

    private static readonly HealthCheckResult Starting = HealthCheckResult.Unhealthy("starting");
    private static readonly HealthCheckResult Draining = HealthCheckResult.Unhealthy("draining");
    private static readonly HealthCheckResult Serving = HealthCheckResult.Healthy();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? Draining
            : lifetime.ApplicationStarted.IsCancellationRequested ? Serving
            : Starting);
}
