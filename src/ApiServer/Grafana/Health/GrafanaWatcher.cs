using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Grafana.Health;

/// <summary>Looks after Grafana where there is no observability database, and so nothing to keep right in it.</summary>
internal sealed class GrafanaWatcher(
    GrafanaStatus status, TokenManager tokens, GrafanaHealth health, IOptions<GrafanaOptions> options) : IReconciler
{
    public LoopPlan Plan { get; } = new("grafana-status", "Looking after Grafana")
    {
        Trigger = LoopTrigger.Time,
        Resync = options.Value.ResyncInterval,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (version, problem) = await status.AskAsync(cancellationToken);
            if (problem.Length > 0)
            {
                health.Failed(problem);
                return Requeue.Failed("GRAFANA_PROBLEM");
            }

            health.Succeeded(version);
            await tokens.TidyAsync(cancellationToken);
            return Requeue.AtResync;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            health.Failed(e.Message);
            throw;
        }
    }
}
