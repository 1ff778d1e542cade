using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// How long the rows of a table are kept: its own retention, else the default that was set, else the configured one; null = for ever.
/// </summary>
internal sealed class Retentions(RetentionStore store, IOptions<ObservabilityDbOptions> options)
{
    public async Task<Func<string, TimeSpan?>> LoadAsync(CancellationToken cancellationToken)
    {
        var set = await store.LoadAllAsync(cancellationToken);
        var byDefault = set.TryGetValue(RetentionStore.Default, out var stored) ? stored : options.Value.Retention;
        return name => set.TryGetValue(name, out var own) ? own : byDefault;
    }

    /// <summary>What would hold if this was set, and of which of these tables.</summary>
    /// <param name="name">A table, or <see cref="RetentionStore.Default"/>.</param>
    /// <param name="retention">Null: none is set any more.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(TimeSpan? Effective, IReadOnlyList<string> Tables)> PredictAsync(
        string name, TimeSpan? retention, IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        var set = await store.LoadAllAsync(cancellationToken);
        return name == RetentionStore.Default
            ? (retention ?? options.Value.Retention, [.. tables.Where(table => !set.ContainsKey(table))])
            : (retention ?? (set.TryGetValue(RetentionStore.Default, out var stored) ? stored : options.Value.Retention), [name]);
    }

    /// <summary>What holds, within the transaction, for a table that has none of its own; and so by default.</summary>
    public TimeSpan? OfRest(WriteUnit unit) => store.Find(unit, RetentionStore.Default) ?? options.Value.Retention;
}
