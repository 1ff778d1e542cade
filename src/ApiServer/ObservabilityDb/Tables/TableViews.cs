using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// The views over all tables of a module. Agents do not need them: what is wrong with one is told, and holds no table up.
/// </summary>
internal sealed class TableViews(ILogger<TableViews> logger)
{
    /// <summary>
    /// Makes the view right. Where only columns were added it is replaced, so that what others built on it stays; where one has changed its
    /// type it is made anew, which PostgreSQL refuses while others have built on it.
    /// </summary>
    public async Task EnsureAsync(
        TransactionSteps steps, DatabaseFeatures features, string moduleId,
        IReadOnlyList<ModuleTable> family, CancellationToken cancellationToken)
    {
        if (await TryAsync(steps, features, moduleId, family, cancellationToken) is { } refused)
        {
            logger.ViewNotMade(refused, moduleId);
        }
    }

    /// <summary>
    /// Drops a table with its rows and what depends on it, but for the view, which is made again over the tables that remain. Where others
    /// have built on the view it keeps its columns.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="features">What the database can do.</param>
    /// <param name="table">What is dropped.</param>
    /// <param name="remaining">The module's other tables that are there, oldest first.</param>
    /// <param name="cancellationToken">Rolls everything back.</param>
    public async Task DropTableAsync(
        NpgsqlConnection connection, DatabaseFeatures features, ModuleTable table,
        IReadOnlyList<ModuleTable> remaining, CancellationToken cancellationToken)
    {
        await using var steps = await TransactionSteps.BeginAsync(connection, cancellationToken);
        if (remaining.Count > 0)
        {
            var refused = await TryAsync(steps, features, table.ModuleId, remaining, cancellationToken);
            if (refused is not null)
            {
                var columns = TableView.Columns([.. remaining.Append(table).OrderBy(each => each.Version)]);
                var keeping = TableView.Create(SqlIdentifier.Quote(TableStore.ViewOf(table.ModuleId)), remaining, columns);
                refused = await steps.TryAsync([keeping], null, cancellationToken);
            }

            if (refused is { SqlState: not (PostgresErrorCodes.WrongObjectType or PostgresErrorCodes.InsufficientPrivilege) })
            {
                // The table would take the view along.
                throw refused;
            }

            if (refused is not null)
            {
                logger.ViewNotMade(refused, table.ModuleId);
            }
        }

        await steps.RunAsync($"DROP TABLE IF EXISTS {SqlIdentifier.Quote(table.Name)} CASCADE", cancellationToken);
        await steps.CommitAsync(cancellationToken);
    }

    private static async Task<PostgresException?> TryAsync(
        TransactionSteps steps, DatabaseFeatures features, string moduleId,
        IReadOnlyList<ModuleTable> family, CancellationToken cancellationToken)
    {
        var name = TableStore.ViewOf(moduleId);
        var view = SqlIdentifier.Quote(name);
        var create = TableView.Create(view, family);
        var refused = await steps.TryAsync([create], null, cancellationToken);
        if (refused?.SqlState == PostgresErrorCodes.InvalidTableDefinition)
        {
            refused = await steps.TryAsync([$"DROP VIEW {view}", create], null, cancellationToken);
        }

        if (refused is null)
        {
            await steps.TryAsync([.. RoleStore.Grants(features, name, isReadOnly: true)], null, cancellationToken);
        }

        return refused;
    }
}
