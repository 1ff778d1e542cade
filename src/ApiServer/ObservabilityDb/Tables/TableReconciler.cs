using Npgsql;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Keeps the tables of deployed modules there, as level-triggered as the rest: it compares what should be there with what is, whenever a
/// deployment changes and every now and then, and repairs the difference. When the database is down it says so and tries again for ever.
/// </summary>
internal sealed class TableReconciler(
    WantedTables wanted,
    SchemaStore schema,
    TableStore tables,
    TimescaleStore timescale,
    RoleStore roles,
    ModuleStore modules,
    ObservabilityDatabase database,
    DatabaseHealth health,
    DeploymentManager deployments,
    ConditionBoard conditions,
    StoreWriter writer,
    ModuleCatalog catalog,
    ChangeFeed feed,
    TimeProvider clock,
    ILogger<TableReconciler> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(30);

    private HashSet<WantedTable> _tried = [];
    private HashSet<string> _dropped = [];
    private bool _isDown;
    private int _failures;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        conditions.Claim(Condition.TableReady);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (changes, _) = feed.Subscribe(Topic.Modules, () => 0);
        using var subscription = changes;
        var (looked, pause) = (clock.GetTimestamp(), TimeSpan.Zero);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (clock.GetElapsedTime(looked) >= pause || (!_isDown && HasNews()))
            {
                pause = await LookAsync(stoppingToken).ConfigureAwait(false);
                looked = clock.GetTimestamp();
            }

            subscription.Take(_ => 0);
            var wait = pause - clock.GetElapsedTime(looked);
            await subscription.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was dropped stays to be dropped while agents that are away may run it: no news, unless one came back with it meanwhile.</summary>
    private bool HasNews()
    {
        var gone = wanted.ToDrop();
        _dropped.IntersectWith(gone);
        return !_tried.IsSupersetOf(wanted.Deployed()) || !_dropped.IsSupersetOf(gone);
    }

    /// <summary>One look; how long until the next.</summary>
    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var all = wanted.Deployed();
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            var features = await DatabaseFeatures.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var failed = await EnsureAllAsync(connection, features, all, cancellationToken).ConfigureAwait(false);
            await DropAllAsync(connection, cancellationToken).ConfigureAwait(false);
            var toRun = await roles.EnsureAsync(connection, features, cancellationToken).ConfigureAwait(false);
            health.Succeeded(Describe(connection, features, toRun));
            _failures = failed ? _failures + 1 : 0;
            _isDown = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var (reason, message) = DatabaseFailure.Explain(e);
            if (!_isDown)
            {
                logger.DatabaseDown(e, database.Name);
            }

            _isDown = true;
            _failures++;
            health.Failed(reason, message);
            foreach (var module in all)
            {
                conditions.Set(module.ModuleId, Condition.TableReady, ConditionStatus.False, reason, message);
            }
        }

        return _failures == 0 ? LookEvery : Backoff.After(_failures, RetryMin, RetryMax);
    }

    private async Task<bool> EnsureAllAsync(
        NpgsqlConnection connection, DatabaseFeatures features, IReadOnlyList<WantedTable> all, CancellationToken cancellationToken)
    {
        var there = await tables.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var known = schema.LoadAll().ToLookup(table => table.ModuleId);
        var failed = false;
        foreach (var module in all)
        {
            try
            {
                await EnsureAsync(connection, features, module, [.. known[module.ModuleId]], there, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
            {
                // This table's own trouble; the others are looked at all the same.
                failed = true;
                var (reason, message) = DatabaseFailure.Explain(e);
                conditions.Set(module.ModuleId, Condition.TableReady, ConditionStatus.False, reason, message);
            }
        }

        _tried = [.. all];
        return failed;
    }

    private async Task EnsureAsync(
        NpgsqlConnection connection, DatabaseFeatures features, WantedTable module, IReadOnlyList<ModuleTable> known,
        IReadOnlyDictionary<string, IReadOnlyList<TableColumn>> there, CancellationToken cancellationToken)
    {
        if (modules.LoadSchema(module.ModuleId, module.Revision) is not var (fields, assigned))
        {
            return; // Deleted meanwhile.
        }

        var table = TablePlan.For(module.ModuleId, known, assigned, fields);
        var actual = there.GetValueOrDefault(table.Name);
        if (Mismatch(table, actual) is { } mismatch)
        {
            conditions.Set(module.ModuleId, Condition.TableReady, ConditionStatus.False, "COLUMN_MISMATCH", mismatch);
            return;
        }

        var isRight = actual is not null && table.Columns.All(column => actual.Contains(column)) && known.Contains(table);
        if (!isRight)
        {
            await tables.EnsureAsync(connection, table, actual, cancellationToken).ConfigureAwait(false);
            if (!known.Contains(table))
            {
                // Until it is recorded no agent of ours has it; it may be left from a start that was cut off here.
                await timescale.AdoptAsync(connection, features, table.Name, cancellationToken).ConfigureAwait(false);
            }

            logger.TableReady(table.Name, table.Version);
        }

        if (!isRight || !there.ContainsKey(TableStore.ViewOf(module.ModuleId)))
        {
            var family = known.Where(other => other.Name != table.Name && there.ContainsKey(other.Name)).Append(table).ToList();
            await EnsureViewAsync(connection, module.ModuleId, family, cancellationToken).ConfigureAwait(false);
        }

        if (assigned.Length == 0 || !known.Contains(table))
        {
            await deployments.ReleaseAsync(module.ModuleId, module.Revision, unit => Record(unit, module, table), cancellationToken).ConfigureAwait(false);
        }

        conditions.Set(module.ModuleId, Condition.TableReady, ConditionStatus.True, "READY", $"Table {table.Name}, version {table.Version}.");
    }

    private string Describe(NpgsqlConnection connection, DatabaseFeatures features, string toRun)
    {
        var about = $"{database.Name}, PostgreSQL {connection.PostgreSqlVersion}"
            + (features.HasTimescale ? $", TimescaleDB {features.Timescale}" : "") + (features.Promscale ? ", PromScale" : "");
        return toRun.Length == 0 ? about : $"{about}. For the roles of agents and dashboards, run as an administrator: {toRun}";
    }

    /// <summary>Agents do not need the view: what is wrong with it is told, and holds nothing up.</summary>
    private async Task EnsureViewAsync(NpgsqlConnection connection, string moduleId, IReadOnlyList<ModuleTable> family, CancellationToken cancellationToken)
    {
        try
        {
            await tables.EnsureViewAsync(connection, moduleId, family, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
        {
            logger.ViewNotMade(e, moduleId);
        }
    }

    private void Record(WriteUnit unit, WantedTable module, ModuleTable table)
    {
        schema.Put(unit, table);
        modules.SetTable(unit, module.ModuleId, module.Revision, table.Name);
        if (modules.Find(unit, module.ModuleId) is { } changed)
        {
            unit.AfterCommit(() => catalog.Apply(changed));
        }
    }

    private static string? Mismatch(ModuleTable table, IReadOnlyList<TableColumn>? actual)
    {
        foreach (var column in table.Columns)
        {
            if (actual?.FirstOrDefault(there => there.Name == column.Name) is { Name: not null } there && there.Type != column.Type)
            {
                return $"Column {column.Name} of table {table.Name} is {there.Type}, but must be {column.Type}: somebody else changed it. Change it back, or drop the table.";
            }
        }

        return null;
    }

    private async Task DropAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        HashSet<string> gone = [.. wanted.ToDrop()];
        if (gone.Count > 0)
        {
            foreach (var table in schema.LoadAll().Where(table => gone.Contains(table.ModuleId)))
            {
                await tables.DropAsync(connection, table.Name, cancellationToken).ConfigureAwait(false);
                await writer.WriteAsync(unit => schema.Delete(unit, table.Name), cancellationToken).ConfigureAwait(false);
                logger.TableDropped(table.Name);
            }
        }

        _dropped = gone;
    }
}
