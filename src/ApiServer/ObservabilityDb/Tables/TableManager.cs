using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Promscale;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What callers may see and do of the module tables.</summary>
internal sealed class TableManager(
    SchemaStore schema,
    RetentionStore retentionStore,
    Retentions retentions,
    TableStore tables,
    TableViews views,
    TableProblems problems,
    RowStore rows,
    PromscaleStore promscale,
    ObservabilityDatabase database,
    ModuleCatalog catalog,
    EventStore events,
    StoreWriter writer)
{
    /// <summary>The name under which PromScale's metrics are a table.</summary>
    public const string PromscaleName = "promscale";

    /// <summary>Tables ordered by name, from after one on; and how many there are in all.</summary>
    public async Task<(IReadOnlyList<TableReport> Tables, int Total)> ListAsync(
        bool orphanedOnly, string after, int limit, CancellationToken cancellationToken)
    {
        var all = (await schema.LoadAllAsync(cancellationToken))
            .Where(table => !orphanedOnly || IsOrphan(table)).OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var page = all.Where(table => string.CompareOrdinal(table.Name, after) > 0).Take(limit).ToList();
        var statistics = await AskAsync(
            connection => rows.ReadStatisticsAsync(connection, [.. page.Select(table => table.Name)], cancellationToken),
            cancellationToken);
        var retentionOf = await retentions.LoadAsync(cancellationToken);
        return ([.. page.Select(table => Report(table, statistics.GetValueOrDefault(table.Name), retentionOf(table.Name)))], all.Count);
    }

    /// <summary>The newest rows of a module's newest revision that has a table; no table, no rows.</summary>
    public async Task<(IReadOnlyList<TableColumn> Columns, IReadOnlyList<JsonObject> Rows)> ListRowsAsync(
        string moduleId, int limit, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        var family = await schema.OfModuleAsync(moduleId, cancellationToken);
        if (family.Count == 0)
        {
            return catalog.Find(moduleId) is null ? throw new NotFoundException("module", moduleId) : ([], []);
        }

        var newest = catalog.Find(moduleId)?.TableName;
        var table = family.FirstOrDefault(each => each.Name == newest) ?? family[^1];
        var found = await AskAsync(
            connection => rows.ReadRowsAsync(connection, table.Name, limit, before, cancellationToken), cancellationToken);
        return (table.Columns, found);
    }

    /// <summary>Sets how long rows are kept. Null: as what has none of its own; PromScale has always one.</summary>
    /// <param name="table">Its name, <see cref="RetentionStore.Default"/> or <see cref="PromscaleName"/>.</param>
    /// <param name="retention">How long.</param>
    /// <param name="also">What else is stored in the same transaction, given the retention in effect then.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidArgumentException">PromScale is to have none.</exception>
    public async Task SetRetentionAsync(
        string table, TimeSpan? retention, Action<WriteUnit, TimeSpan?> also, Origin origin, CancellationToken cancellationToken)
    {
        if (table == PromscaleName)
        {
            // Before it is recorded: a call that is cut off here does it again.
            var given = retention ?? throw PromscaleNeedsOne();
            await SetPromscaleRetentionAsync(given, cancellationToken);
        }

        await writer.WriteAsync(unit => also(unit, SetRetention(unit, table, retention, origin)), cancellationToken);
    }

    /// <summary>What setting a retention would come to.</summary>
    /// <returns>The retention in effect then, and how many rows are older than that; null: PromScale does not say.</returns>
    /// <exception cref="NotFoundException">There is no such table.</exception>
    public async Task<(TimeSpan? Effective, long? RowsToDelete)> PreviewRetentionAsync(
        string table, TimeSpan? retention, CancellationToken cancellationToken)
    {
        if (table == PromscaleName)
        {
            return (retention ?? throw PromscaleNeedsOne(), null);
        }

        var known = (await schema.LoadAllAsync(cancellationToken)).Select(each => each.Name).ToList();
        if (table != RetentionStore.Default && !known.Contains(table))
        {
            throw new NotFoundException("table", table);
        }

        var (effective, affected) = await retentions.PredictAsync(table, retention, known, cancellationToken);
        return (effective, effective is { } time ? await CountOldAsync(affected, time, cancellationToken) : 0);
    }

    /// <summary>Drops a table that no module writes any more.</summary>
    /// <param name="name">The table.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task DropAsync(string name, Action<WriteUnit> also, Origin origin, CancellationToken cancellationToken)
    {
        // A drop that was cut off before its row was deleted is done again: the table is gone then, and so is its row.
        var table = (await schema.LoadAllAsync(cancellationToken)).FirstOrDefault(each => each.Name == name)
            ?? throw new NotFoundException("table", name);
        if (!IsOrphan(table))
        {
            throw new FailedPreconditionException(
                "TABLE_IN_USE", "table/" + name, $"Module {table.ModuleId} writes table {name}; delete the module first.");
        }

        await AskAsync(
            async connection =>
            {
                var features = await DatabaseFeatures.ReadAsync(connection, cancellationToken);
                var there = await tables.ReadAsync(connection, cancellationToken);
                var remaining = (await schema.OfModuleAsync(table.ModuleId, cancellationToken))
                    .Where(each => each.Name != name && there.ContainsKey(each.Name)).ToList();
                await views.DropTableAsync(connection, features, table, remaining, cancellationToken);
                return true;
            },
            cancellationToken);
        await writer.WriteAsync(
            unit =>
            {
                schema.Delete(unit, name);
                retentionStore.Set(unit, name, null);
                events.Append(unit, new NewEvent
                {
                    Kind = EventKinds.DataDropped,
                    Origin = origin,
                    ModuleId = table.ModuleId,
                    Message = $"Table {name} was dropped.",
                    Parameters = EventParameters.Of(("table", name)),
                });
                also(unit);
            },
            cancellationToken);
    }

    private static InvalidArgumentException PromscaleNeedsOne() => new("retention", "is required for PromScale, which has always one");

    private Task<long> CountOldAsync(IReadOnlyList<string> affected, TimeSpan retention, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            var there = await tables.ReadAsync(connection, cancellationToken);
            var count = 0L;
            foreach (var name in affected.Where(there.ContainsKey))
            {
                count += await rows.CountOldAsync(connection, name, retention, cancellationToken);
            }

            return count;
        },
        cancellationToken);

    private async Task SetPromscaleRetentionAsync(TimeSpan retention, CancellationToken cancellationToken) => await AskAsync(
        async connection =>
        {
            if (!(await DatabaseFeatures.ReadAsync(connection, cancellationToken)).Promscale)
            {
                throw new NotFoundException("table", PromscaleName);
            }

            await promscale.SetRetentionAsync(connection, retention, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>The answer is the retention in effect then.</summary>
    private TimeSpan? SetRetention(WriteUnit unit, string table, TimeSpan? retention, Origin origin)
    {
        if (table is not (RetentionStore.Default or PromscaleName) && schema.Find(unit, table) is null)
        {
            throw new NotFoundException("table", table);
        }

        if (table != PromscaleName)
        {
            retentionStore.Set(unit, table, retention);
        }

        var what = table == RetentionStore.Default ? "all tables without one of their own" : $"table {table}";
        events.Append(unit, new NewEvent
        {
            Kind = EventKinds.RetentionSet,
            Origin = origin,
            Message = retention is { } time
                ? $"The retention of {what} was set to {Durations.InWords(time)}." : $"The retention of {what} was removed.",
            Parameters = EventParameters.Of(
                ("table", table == RetentionStore.Default ? "" : table),
                ("seconds", retention is { } length ? length.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) : "")),
        });
        return retention ?? retentions.OfRest(unit);
    }

    private TableReport Report(ModuleTable table, TableStatistics? statistics, TimeSpan? retention) =>
        new(table, statistics, retention, IsOrphan(table), statistics is null ? ["It is not in the database."] : problems.Of(table.Name));

    private bool IsOrphan(ModuleTable table) => catalog.Find(table.ModuleId) is null;

    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await ask(connection);
        }
        catch (Exception e) when (DatabaseFailure.IsOne(e))
        {
            var (reason, message) = DatabaseFailure.Explain(e);
            throw new UnavailableException(
                "DATABASE_" + reason, DatabaseFailure.Sentence(e, Redaction.Of(message)), TimeSpan.FromSeconds(5), e);
        }
    }
}

/// <summary>A table as callers see it. Statistics are null when the table is not there.</summary>
internal sealed record TableReport(
    ModuleTable Table, TableStatistics? Statistics, TimeSpan? Retention, bool Orphaned, IReadOnlyList<string> Problems);
