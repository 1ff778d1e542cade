using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// How all loops go, as <c>/readyz</c> tells it. A loop that fails makes nobody unready: it is tried again, and what it works on has a
/// condition or a status of its own.
/// </summary>
internal sealed class LoopReadings(IEnumerable<IReconciler> loops, TimeProvider clock) : IHealthCheck
{
    public const string CheckName = "loops";

    private readonly Dictionary<IReconciler, LoopReading> _readings =
        loops.ToDictionary(loop => loop, loop => new LoopReading(loop.Plan, clock));

    public LoopReading Of(IReconciler loop) => _readings[loop];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failing = _readings.Values.Select(reading => (reading.Name, reading.State))
            .Where(reading => reading.State.Failure.Length > 0)
            .OrderBy(reading => reading.Name, StringComparer.Ordinal)
            .Select(reading => $"{reading.Name} ({reading.State.Failure}, last success: "
                + $"{(reading.State.LastSuccess is { } time ? time.ToString("u", null) : "none")})");
        var text = string.Join("; ", failing);
        return Task.FromResult(HealthCheckResult.Healthy(text.Length == 0 ? null : "tried again: " + text));
    }
}
