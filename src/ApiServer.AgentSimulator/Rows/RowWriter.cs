using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Modules;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>
/// Inserts rows for all agents of a fleet, as each would do itself: one per second for every module that runs. What modules report of
/// themselves is what really happened then.
/// </summary>
internal sealed class RowWriter(NpgsqlDataSource database, RowShapes shapes, IReadOnlyList<SimulatedAgent> agents, TimeProvider time)
    : IAsyncDisposable
{
    private const int MaxRowsPerStatement = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, IReadOnlyList<TableColumn>> _columns = [];
    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        shapes.Dispose();
        await database.DisposeAsync();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var running = agents
                    .SelectMany(
                        agent => agent.Modules.Where(module => !module.IsTrapped).Select(module => (agent.NodeName, Module: module)))
                    .GroupBy(each => (each.Module.TableName, each.Module.Revision));
                foreach (var table in running)
                {
                    var shape = await shapes.FindAsync(table.First().Module, cancellationToken);
                    foreach (var batch in table.Chunk(MaxRowsPerStatement))
                    {
                        await InsertAsync(table.Key.TableName, shape, batch, cancellationToken);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private async Task InsertAsync(
        string table, Struct shape, IReadOnlyList<(string NodeName, LoadedModule Module)> rows, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            if (!_columns.TryGetValue(table, out var columns))
            {
                _columns[table] = columns = await TableColumn.ReadAsync(connection, table, cancellationToken);
            }

            var names = string.Join(", ", columns.Select(column => column.Quoted));
            var values = rows.Select(row => RowValues.Make(columns, shape, row.NodeName));
            await using var command = new NpgsqlCommand(
                $"INSERT INTO {TableColumn.Quote(table)} ({names}) VALUES {string.Join(", ", values)}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            Count(rows, error: "");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            // The table may have been made anew meanwhile.
            _columns.Remove(table);
            Count(rows, e is PostgresException postgres ? postgres.MessageText : $"connection to the database failed: {e.Message}");
        }
    }

    private static void Count(IReadOnlyList<(string NodeName, LoadedModule Module)> rows, string error)
    {
        foreach (var (_, module) in rows)
        {
            module.Usage.Count(error);
        }
    }
}
