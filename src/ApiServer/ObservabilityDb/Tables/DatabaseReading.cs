using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What there is in the database at one look.</summary>
/// <param name="Features">What the database can do.</param>
/// <param name="Columns">Tables and views of ours, with their columns in order.</param>
/// <param name="Shapes">How the tables are laid out.</param>
/// <param name="Hypertables">Those that are hypertables; null: TimescaleDB does not say.</param>
/// <param name="Jobs">What is wrong with TimescaleDB's jobs, by table.</param>
internal sealed record DatabaseReading(
    DatabaseFeatures Features,
    IReadOnlyDictionary<string, IReadOnlyList<TableColumn>> Columns,
    IReadOnlyDictionary<string, TableShape> Shapes,
    IReadOnlyDictionary<string, Hypertable>? Hypertables,
    ILookup<string, string> Jobs)
{
    public bool Has(string relation) => Columns.ContainsKey(relation);

    public static async Task<DatabaseReading> TakeAsync(
        NpgsqlConnection connection, DatabaseFeatures features, TableStore tables, TimescaleStore timescale, TimescaleJobs jobs,
        CancellationToken cancellationToken) => new(
        features,
        await tables.ReadAsync(connection, cancellationToken),
        await tables.ReadShapesAsync(connection, cancellationToken),
        await timescale.ReadAsync(connection, features, cancellationToken),
        await jobs.ReadProblemsAsync(connection, features, cancellationToken));
}
