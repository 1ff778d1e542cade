using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tricorder.ApiServer.Storage;

/// <summary>Unhealthy from the moment the store refuses a commit until it accepts one.</summary>
internal sealed class StoreHealthCheck(StoreHealth health) : IHealthCheck
{
    public const string Name = "store";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(
        health.Failure is { } failure
            ? new HealthCheckResult(context.Registration.FailureStatus, failure.Message)
            : HealthCheckResult.Healthy());
}
