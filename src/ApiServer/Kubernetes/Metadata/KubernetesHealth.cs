using System.Collections.Concurrent;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>How following each kind goes.</summary>
internal sealed class KubernetesHealth(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, KindReading> _kinds = new();

    public IReadOnlyList<KindReading> All => [.. _kinds.Values.OrderBy(kind => kind.Table, StringComparer.Ordinal)];

    public void Synced(ResourceKind kind, int count) => _kinds[kind.Table] = new KindReading(kind.Table, true, count, "", clock.GetUtcNow());

    public void Failed(ResourceKind kind, string message) => _kinds.AddOrUpdate(
        kind.Table,
        _ => new KindReading(kind.Table, false, 0, Redaction.Of(message), clock.GetUtcNow()),
        (_, before) => before with { Synced = false, Message = Redaction.Of(message) });
}

/// <param name="Table">The kind, by its table.</param>
/// <param name="Synced">Whether it is followed now.</param>
/// <param name="Count">Objects at last.</param>
/// <param name="Message">Why it is not followed.</param>
/// <param name="LastEvent">When something came last.</param>
internal sealed record KindReading(string Table, bool Synced, int Count, string Message, DateTimeOffset LastEvent);
