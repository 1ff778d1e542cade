using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>Deletes rows that are too old, in small batches, so that agents' inserts never wait for it.</summary>
internal sealed class RetentionSweeper(
    SchemaStore schema, Retentions retentions, TableStore tables, RowStore rows, ObservabilityDatabase database, TimeProvider clock, ILogger<RetentionSweeper> logger) : BackgroundService
{
    private const int Batch = 5_000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The reconciler tells that the database is down; old rows wait.
                logger.NotSwept(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var retentionOf = retentions.Load();
        var limited = schema.LoadAll().Select(table => (table.Name, Retention: retentionOf(table.Name))).Where(table => table.Retention is not null).ToList();
        if (limited.Count == 0)
        {
            return;
        }

        await using var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        var there = await tables.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var (name, retention) in limited.Where(table => there.ContainsKey(table.Name)))
        {
            try
            {
                await SweepAsync(connection, name, retention!.Value, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
            {
                // This table's own trouble; the others are swept all the same.
                logger.TableNotSwept(e, name);
            }
        }
    }

    private async Task SweepAsync(NpgsqlConnection connection, string name, TimeSpan retention, CancellationToken cancellationToken)
    {
        while (await rows.DeleteOldAsync(connection, name, retention, Batch, cancellationToken).ConfigureAwait(false) == Batch)
        {
            await Task.Delay(Breath, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
