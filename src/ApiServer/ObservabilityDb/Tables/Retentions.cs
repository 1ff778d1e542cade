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

    /// <summary>What holds, within the transaction, for a table that has none of its own; and so by default.</summary>
    public TimeSpan? OfRest(WriteUnit unit) => store.Find(unit, RetentionStore.Default) ?? options.Value.Retention;
}
