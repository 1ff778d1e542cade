using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// The one way in which a table is made: in one transaction with what belongs to it, so that there is never a table with half of that. A
/// table that was found incomplete is completed in the same way.
/// </summary>
internal sealed class TableMaker(TimescaleStore timescale, TableViews views, AdoptionRefusals refusals)
{
    /// <summary>Makes the table as it should be; the answer is what is wrong with it then, for people.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="look">What there was before.</param>
    /// <param name="table">What the table must look like.</param>
    /// <param name="isRecorded">Whether it was made before; if not, it may be left from a start that was cut off.</param>
    /// <param name="family">The tables of the module that are there then, oldest first, this one included.</param>
    /// <param name="retention">How long its rows are kept; null: for ever.</param>
    /// <param name="cancellationToken">Rolls everything back.</param>
    public async Task<IReadOnlyList<string>> EnsureAsync(
        NpgsqlConnection connection, DatabaseReading look, ModuleTable table, bool isRecorded, IReadOnlyList<ModuleTable> family,
        TimeSpan? retention,
        CancellationToken cancellationToken)
    {
        var actual = look.Columns.GetValueOrDefault(table.Name);
        var isRight = isRecorded && actual is not null && table.Columns.All(column => actual.Contains(column));
        var needsView = !isRight || !look.Has(TableStore.ViewOf(table.ModuleId));
        var plan = HypertablePlan.For(table.Name, look);
        var problem = plan.Problem.Length > 0 || actual is null ? plan.Problem : refusals.Find(table.Name, look.Features);
        if (problem.Length > 0)
        {
            plan = plan with { Adopt = false, Compress = false };
        }

        if (!isRight || needsView || plan.Adopt || plan.Compress)
        {
            await using var steps = await TransactionSteps.BeginAsync(connection, cancellationToken);
            foreach (var statement in isRight ? [] : TableStore.Statements(table, actual))
            {
                await steps.RunAsync(statement, cancellationToken);
            }

            Refusal? refusal = null;
            if (plan.Adopt || plan.Compress)
            {
                refusal = await timescale.MakeAsync(steps, look.Features, table.Name, plan, retention, cancellationToken);
                problem = refusal?.Problem ?? "";
            }

            if (actual is null)
            {
                await steps.TryAsync([.. RoleStore.Grants(look.Features, table.Name, isReadOnly: false)], null, cancellationToken);
            }

            if (needsView)
            {
                await views.EnsureAsync(steps, look.Features, table.ModuleId, family, cancellationToken);
            }

            await steps.CommitAsync(cancellationToken);
            if (plan.Adopt || plan.Compress)
            {
                refusals.Note(table.Name, look.Features, refusal);
            }
        }

        return [.. look.Jobs[table.Name].Prepend(problem).Where(text => text.Length > 0)];
    }
}
