using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Reads some of a module's newest rows: few, none that is large, and not for long.</summary>
internal sealed class SampleStore
{
    private const int MaxColumns = 10;
    private const int MaxRows = 200;
    private const int LargestDocument = 16 * 1024;
    private const int MaxBytes = 1024 * 1024;
    private const string TimeoutSql = "SET LOCAL statement_timeout = '5s'";

    /// <summary>What the newest documents of each JSON column have.</summary>
    public async Task<IReadOnlyList<SampledField>> SampleAsync(
        NpgsqlConnection connection, ModuleRelation relation, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(TimeoutSql, transaction: transaction, cancellationToken: cancellationToken));
        IReadOnlyList<SampledField> fields = [];
        foreach (var column in relation.Columns.Where(column => column.IsDocument).Take(MaxColumns))
        {
            var documents = await connection.QueryAsync<string>(new CommandDefinition(
                NewestSql(relation.Name, column.Name),
                new { rows = MaxRows, largest = LargestDocument, bytes = MaxBytes },
                transaction,
                cancellationToken: cancellationToken));
            fields = SampledFields.Merge(fields, FieldSampler.Infer(column.Name, documents));
        }

        return fields;
    }

    /// <summary>The size on disk is asked first: it is known without reading the document.</summary>
    private static string NewestSql(string relation, string column) => $"""
        SELECT document FROM (
            SELECT document, sum(octet_length(document)) OVER (ORDER BY place) AS total FROM (
                SELECT row_number() OVER () AS place,
                    CASE WHEN pg_column_size(value) > @largest THEN NULL WHEN octet_length(value::text) <= @largest THEN value::text END AS document
                FROM (
                    SELECT {SqlIdentifier.Quote(column)} AS value FROM {SqlIdentifier.Quote(relation)}
                    ORDER BY {SqlIdentifier.Quote(ServerColumns.Time)} DESC LIMIT @rows
                ) newest
            ) documents
        ) bounded WHERE document IS NOT NULL AND total <= @bytes ORDER BY total
        """;
}
