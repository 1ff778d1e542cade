using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>Rows of table <c>delivery_loss</c>.</summary>
internal sealed class LossStore(IStoreDatabase database, IOptions<DeploymentOptions> options)
{
    /// <summary>Windows that a loss is remembered: a crashing agent may be restarted only every few minutes.</summary>
    private const int Remembered = 10;

    private const string AllSql = "SELECT module_id, node_key, generation, losses, message FROM delivery_loss";

    private const string CountSql =
        """
        INSERT INTO delivery_loss (module_id, node_key, generation, losses, message, loss_time)
        VALUES (@moduleId, @nodeKey, @generation, 1, @message, @now)
        ON CONFLICT (module_id, node_key) DO UPDATE SET
            losses = CASE
                WHEN delivery_loss.generation = excluded.generation AND delivery_loss.loss_time >= @since THEN delivery_loss.losses + 1
                ELSE 1 END,
            generation = excluded.generation, message = excluded.message, loss_time = excluded.loss_time
        RETURNING losses
        """;

    private const string DeleteSql = "DELETE FROM delivery_loss WHERE module_id = @moduleId";

    public async Task<IReadOnlyList<Loss>> LoadAllAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        AllSql,
        row => new Loss(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.GetString(4)),
        [],
        cancellationToken);

    /// <summary>Counts one more loss of this node's agent under this generation. One from long ago has nothing to do with it.</summary>
    public Loss Count(WriteUnit unit, string moduleId, string nodeKey, long generation, DateTimeOffset now)
    {
        var since = now - (Remembered * options.Value.PoisonWindow);
        var message =
            $"the agent was lost {options.Value.PoisonLosses} times within {options.Value.PoisonWindow.TotalSeconds:0} s of being "
            + $"given this; deploy again to retry";
        var losses = unit.Query(
            CountSql,
            row => row.GetInt32(0),
            ("@moduleId", moduleId),
            ("@nodeKey", nodeKey),
            ("@generation", generation),
            ("@message", message),
            ("@now", StoredTime.Text(now)),
            ("@since", StoredTime.Text(since)));
        return new Loss(moduleId, nodeKey, generation, losses.Single(), message);
    }

    public void Delete(WriteUnit unit, string moduleId) => unit.Execute(DeleteSql, ("@moduleId", moduleId));
}
