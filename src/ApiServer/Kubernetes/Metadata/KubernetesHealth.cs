using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>How following each kind goes, and reviewing tokens.</summary>
internal sealed class KubernetesHealth(IOptions<KubernetesOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, KindReading> _kinds = new();

    private volatile string _reviewProblem = "";

    public bool IsConfigured => options.Value.Mode != KubernetesMode.Off;

    public IReadOnlyList<KindReading> All => [.. _kinds.Values.OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    /// <summary>Why tokens of agents are not reviewed; empty: they are, or none was to be.</summary>
    public string ReviewProblem => _reviewProblem;

    public void ReviewsTokens() => _reviewProblem = "";

    public void ReviewsNoTokens(string message) => _reviewProblem = Redaction.Of(message);

    /// <summary>It will be followed. One whose first list does not come is not forgotten.</summary>
    public void Expects(ResourceKind kind) => _kinds.TryAdd(kind.Name, NotYet(kind));

    /// <summary>Something came, and is handed over.</summary>
    public void Synced(ResourceKind kind, int count) => _kinds[kind.Name] = new KindReading(kind.Name, true, count, "", clock.GetUtcNow());

    /// <summary>Its watch is open: whatever will happen will be told.</summary>
    public void Follows(ResourceKind kind) => Change(kind, reading => reading with { Synced = true, Message = "" });

    public void Failed(ResourceKind kind, string message) =>
        Change(kind, reading => reading with { Synced = false, Message = Redaction.Of(message) });

    private void Change(ResourceKind kind, Func<KindReading, KindReading> change) =>
        _kinds.AddOrUpdate(kind.Name, _ => change(NotYet(kind)), (_, before) => change(before));

    private KindReading NotYet(ResourceKind kind) => new(kind.Name, false, 0, "not listed yet", clock.GetUtcNow());
}

/// <param name="Name">The kind, and for whom it is followed.</param>
/// <param name="Synced">Whether it is followed now.</param>
/// <param name="Count">Objects at last.</param>
/// <param name="Message">Why it is not followed.</param>
/// <param name="LastEvent">When something came last.</param>
internal sealed record KindReading(string Name, bool Synced, int Count, string Message, DateTimeOffset LastEvent);
