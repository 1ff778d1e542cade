using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Keeps the tables of deployed modules there, as level-triggered as the rest: it compares what should be there with what is, whenever a
/// deployment changes and every now and then, and repairs the difference. When the database is down it says so and tries again for ever.
/// </summary>
internal sealed class TableReconciler(
    DesiredTables wanted,
    SchemaStore schema,
    TableStore tables,
    TableMaker maker,
    TableViews views,
    TableProblems problems,
    TimescaleStore timescale,
    TimescaleJobs jobs,
    RoleStore roles,
    Retentions retentions,
    ModuleStore modules,
    ObservabilityDatabase database,
    DatabaseHealth health,
    DeploymentManager deployments,
    DeploymentConditions conditions,
    StoreWriter writer,
    ModuleCatalog catalog,
    IOptions<ObservabilityDbOptions> options,
    ILogger<TableReconciler> logger) : IReconciler
{
    public static readonly ConditionType TableReady = new("TableReady", 20, "No observability database is configured.");

    private HashSet<DesiredTable> _tried = [];
    private HashSet<string> _dropped = [];
    private bool _isDown;

    public LoopPlan Plan => new("database-tables", "Keeping the tables of modules there")
    {
        Trigger = LoopTrigger.On(Topic.Modules) with { IsNews = HasNews },
        Resync = options.Value.ResyncInterval,
        Pace = TimeSpan.FromMilliseconds(100), // Agents' answers change the topic all the time.
        Retry = RetryPauses.Seconds(1, 30),
        RequiresLeader = true,
    };

    /// <summary>
    /// What was dropped stays to be dropped while agents that are away may run it: no news, unless one came back with it meanwhile.
    /// </summary>
    private bool HasNews()
    {
        var gone = wanted.ToDrop();
        _dropped.IntersectWith(gone);
        return !_tried.IsSupersetOf(wanted.Deployed()) || !_dropped.IsSupersetOf(gone);
    }

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        var all = wanted.Deployed();
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var features = await DatabaseFeatures.ReadAsync(connection, cancellationToken);
            var (toRun, there) = await roles.EnsureAsync(connection, features, cancellationToken);
            var look = await DatabaseReading.TakeAsync(
                connection, features with { Roles = there }, tables, timescale, jobs, cancellationToken);
            var found = new Dictionary<string, IReadOnlyList<string>>();
            var failed = await EnsureAllAsync(connection, look, all, found, cancellationToken);
            await CompleteOthersAsync(connection, look, found, cancellationToken);
            await DropAllAsync(connection, look, cancellationToken);
            problems.Set(found);
            Report(features, toRun);
            _isDown = false;
            return failed ? Requeue.Incomplete("TABLE_FAILED") : Requeue.AtResync;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var (reason, said) = DatabaseFailure.Explain(e);
            var message = database.Problem.Length == 0 ? said : $"{said.TrimEnd('.')}. {database.Problem}";
            if (!_isDown)
            {
                logger.DatabaseDown(e, database.Name);
            }

            _isDown = true;
            health.Failed(reason, message);
            foreach (var module in all)
            {
                conditions.Set(module.ModuleId, TableReady, ConditionStatus.False, reason, message);
            }

            return Requeue.Failed(reason);
        }
    }

    private async Task<bool> EnsureAllAsync(
        NpgsqlConnection connection, DatabaseReading look, IReadOnlyList<DesiredTable> all, Dictionary<string, IReadOnlyList<string>> found,
        CancellationToken cancellationToken)
    {
        var known = (await schema.LoadAllAsync(cancellationToken)).ToLookup(table => table.ModuleId);
        var retentionOf = await retentions.LoadAsync(cancellationToken);
        var failed = false;
        foreach (var module in all)
        {
            try
            {
                await EnsureAsync(connection, look, module, [.. known[module.ModuleId]], retentionOf, found, cancellationToken);
            }
            catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
            {
                // This table's own trouble; the others are looked at all the same.
                failed = true;
                var (reason, message) = DatabaseFailure.Explain(e);
                conditions.Set(module.ModuleId, TableReady, ConditionStatus.False, reason, message);
            }
        }

        _tried = [.. all];
        return failed;
    }

    private async Task EnsureAsync(
        NpgsqlConnection connection,
        DatabaseReading look,
        DesiredTable module,
        IReadOnlyList<ModuleTable> known,
        Func<string, TimeSpan?> retentionOf,
        Dictionary<string, IReadOnlyList<string>> found, CancellationToken cancellationToken)
    {
        if (await modules.LoadSchemaAsync(module.ModuleId, module.Revision, cancellationToken) is not var (fields, assigned))
        {
            return; // Deleted meanwhile.
        }

        var table = TablePlan.For(module.ModuleId, known, assigned, fields);
        var actual = look.Columns.GetValueOrDefault(table.Name);
        if (Mismatch(table, actual) is { } mismatch)
        {
            found[table.Name] = [mismatch, .. look.Jobs[table.Name]];
            conditions.Set(module.ModuleId, TableReady, ConditionStatus.False, "COLUMN_MISMATCH", mismatch);
            return;
        }

        var family = known.Where(other => other.Name != table.Name && look.Has(other.Name)).Append(table).ToList();
        var wrong = await maker.EnsureAsync(
            connection, look, table, known.Contains(table), family, retentionOf(table.Name), cancellationToken);
        found[table.Name] = wrong;
        if (actual is null || !known.Contains(table))
        {
            logger.TableReady(table.Name, table.Version);
        }

        if (assigned.Length == 0 || !known.Contains(table))
        {
            await deployments.ReleaseAsync(module.ModuleId, module.Revision, unit => Record(unit, module, table), cancellationToken);
        }

        conditions.Set(
            module.ModuleId, TableReady, ConditionStatus.True, "READY",
            string.Join(' ', wrong.Prepend($"Table {table.Name}, version {table.Version}.")));
    }

    /// <summary>
    /// Tables that no deployed module writes to now: agents may still, and their rows are there. Those that are gone stay gone.
    /// </summary>
    private async Task CompleteOthersAsync(
        NpgsqlConnection connection,
        DatabaseReading look,
        Dictionary<string, IReadOnlyList<string>> found,
        CancellationToken cancellationToken)
    {
        var retentionOf = await retentions.LoadAsync(cancellationToken);
        var all = await schema.LoadAllAsync(cancellationToken);
        foreach (var family in all.Where(table => look.Has(table.Name)).GroupBy(table => table.ModuleId))
        {
            foreach (var table in family.Where(
                table => !found.ContainsKey(table.Name) && Mismatch(table, look.Columns[table.Name]) is null))
            {
                try
                {
                    found[table.Name] = await maker.EnsureAsync(
                        connection, look, table, isRecorded: true, [.. family], retentionOf(table.Name), cancellationToken);
                }
                catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
                {
                    found[table.Name] = [DatabaseFailure.Explain(e).Message, .. look.Jobs[table.Name]];
                }
            }
        }
    }

    private void Report(DatabaseFeatures features, string toRun)
    {
        var about = Describe(features, toRun);
        var wrong = string.Join(' ', new[] { database.Problem, problems.Summary }.Where(text => text.Length > 0));
        if (wrong.Length == 0)
        {
            health.Succeeded(about);
        }
        else
        {
            health.Degraded("DEGRADED", $"{about}. {wrong}");
        }
    }

    private string Describe(DatabaseFeatures features, string toRun)
    {
        var about = $"{database.Name}, PostgreSQL {features.Server}"
            + (features.HasTimescale ? $", TimescaleDB {features.Timescale}" : "") + (features.Promscale ? ", PromScale" : "");
        return toRun.Length == 0 ? about : $"{about}. For the roles of agents and dashboards, run as an administrator: {toRun}";
    }

    private void Record(WriteUnit unit, DesiredTable module, ModuleTable table)
    {
        schema.Put(unit, table);
        modules.SetTable(unit, module.ModuleId, module.Revision, table.Name);
        if (modules.Find(unit, module.ModuleId) is { } changed)
        {
            unit.Publish(() => catalog.Apply(changed));
        }
    }

    private static string? Mismatch(ModuleTable table, IReadOnlyList<TableColumn>? actual)
    {
        foreach (var column in table.Columns)
        {
            if (actual?.FirstOrDefault(there => there.Name == column.Name) is { Name: not null } there && there.Type != column.Type)
            {
                return $"Column {column.Name} of table {table.Name} is {there.Type}, but must be {column.Type}: somebody else changed it. "
                    + "Change it back, or drop the table.";
            }
        }

        return null;
    }

    private async Task DropAllAsync(NpgsqlConnection connection, DatabaseReading look, CancellationToken cancellationToken)
    {
        HashSet<string> gone = [.. wanted.ToDrop()];
        if (gone.Count > 0)
        {
            foreach (var table in (await schema.LoadAllAsync(cancellationToken)).Where(table => gone.Contains(table.ModuleId)))
            {
                // All of them go, so the view goes with the first.
                await views.DropTableAsync(connection, look.Features, table, [], cancellationToken);
                await writer.WriteAsync(unit => schema.Delete(unit, table.Name), cancellationToken);
                logger.TableDropped(table.Name);
            }
        }

        _dropped = gone;
    }
}
