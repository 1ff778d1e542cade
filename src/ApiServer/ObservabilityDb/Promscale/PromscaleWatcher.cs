using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.ObservabilityDb.Promscale;

/// <summary>Looks at PromScale every now and then, for the status. Nothing depends on it.</summary>
internal sealed class PromscaleWatcher(
    PromscaleStore store, ObservabilityDatabase database, PromscaleHealth promscale,
    IOptions<ObservabilityDbOptions> options, TimeProvider clock)
    : IReconciler
{
    public LoopPlan Plan { get; } = new("database-promscale", "Looking at PromScale")
    {
        Trigger = LoopTrigger.Time,
        Resync = options.Value.ResyncInterval,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PollAsync(cancellationToken);
            return Requeue.AtResync;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var (reason, message) = DatabaseFailure.Explain(e);
            promscale.Health?.Failed(reason, message);
            return Requeue.Failed(reason);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        if (!(await DatabaseFeatures.ReadAsync(connection, cancellationToken)).Promscale)
        {
            promscale.Health = null;
            return;
        }

        var health = promscale.Health ??= new DatabaseHealth(clock);
        var reading = await store.ReadAsync(connection, cancellationToken);
        health.Succeeded(string.Create(
            CultureInfo.InvariantCulture,
            $"PromScale {reading.Version}, {reading.Metrics} metrics, kept {reading.Retention.TotalDays:0.##} days unless "
            + $"they have a retention of their own"));
    }
}
