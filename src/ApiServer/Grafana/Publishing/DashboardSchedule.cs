using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>
/// When each dashboard is due: at once when something it depends on changed, later when that failed, and now and then in any case.
/// </summary>
internal sealed class DashboardSchedule(TimeSpan resyncInterval, TimeProvider clock)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _checkPeriod = resyncInterval * GrafanaOptions.DashboardIntervals;
    private readonly TimeSpan _soon = resyncInterval / 6;
    private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);

    /// <summary>The earliest time at which one is due that is not now.</summary>
    public DateTimeOffset Next => _items.Count == 0 ? clock.GetUtcNow() + _checkPeriod : _items.Values.Min(item => item.Due);

    /// <summary>It was as it should be when it was looked at last.</summary>
    public bool IsFine(string uid) => _items.TryGetValue(uid, out var item) && item.Failures == 0;

    public bool IsKnown(string uid) => _items.ContainsKey(uid);

    public bool IsDue(string uid, string signature) =>
        !_items.TryGetValue(uid, out var item) || item.Signature != signature || clock.GetUtcNow() >= item.Due;

    /// <summary>It is as it should be; looked at again after a while, sooner where <paramref name="soon"/> expects more to come.</summary>
    public void Succeeded(string uid, string signature, bool soon = false)
    {
        var early = soon ? (_items.GetValueOrDefault(uid)?.Early ?? 0) + 1 : 0;
        var wait = soon ? Backoff.After(early, _soon, _checkPeriod) : _checkPeriod * (0.8 + (0.4 * Random.Shared.NextDouble()));
        _items[uid] = new Item(signature, clock.GetUtcNow() + wait, 0, early);
    }

    /// <summary>It was as it should be before this server started; checks are spread.</summary>
    public void Trust(string uid, string signature) =>
        _items[uid] = new Item(signature, clock.GetUtcNow() + (_checkPeriod * Random.Shared.NextDouble()), 0, 0);

    /// <summary>Tried again after a while that grows. Returns how often it has failed in a row.</summary>
    public int Failed(string uid, string signature)
    {
        var failures = (_items.GetValueOrDefault(uid)?.Failures ?? 0) + 1;
        _items[uid] = new Item(signature, clock.GetUtcNow() + Backoff.After(failures, RetryMin, RetryMax), failures, 0);
        return failures;
    }

    /// <summary>Grafana is another one: all are due.</summary>
    public void Clear() => _items.Clear();

    public void KeepOnly(IReadOnlySet<string> uids)
    {
        foreach (var gone in _items.Keys.Where(uid => !uids.Contains(uid)).ToList())
        {
            _items.Remove(gone);
        }
    }

    private sealed record Item(string Signature, DateTimeOffset Due, int Failures, int Early);
}
