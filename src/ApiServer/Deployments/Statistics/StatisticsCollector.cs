using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>How much of which module comes through, from what agents report. It begins anew with the server.</summary>
internal sealed class StatisticsCollector(IRowArrivals arrivals, TimeProvider clock)
{
    // What a google.protobuf.Duration holds.
    private const double MaxSeconds = 315_576_000_000;

    private readonly Lock _gate = new();
    private Dictionary<string, RowCounter> _counters = [];
    private IReadOnlyList<ModuleStatistics> _sums = [];

    /// <summary>Counts what came since the last look.</summary>
    /// <param name="look">What agents report.</param>
    /// <param name="deployed">Ids of all modules that should run.</param>
    public void Add(FleetReport look, IEnumerable<string> deployed)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            _counters = deployed.ToDictionary(id => id, id => _counters.GetValueOrDefault(id) ?? new RowCounter(now));

            // What an agent had written before it was first heard, or while it was away, is of another time.
            foreach (var step in look.Steps.Where(step => !step.IsFirst && step.WasThere && step.IsThere))
            {
                Count(step, now);
            }

            var usages = look.Online.SelectMany(known => known.Usage).ToLookup(each => each.ModuleId);
            _sums = [.. _counters.Keys.Order(StringComparer.Ordinal).Select(id => Sum(id, [.. usages[id]]))];
        }
    }

    /// <summary>Of all modules that should run, or of one of them.</summary>
    public IReadOnlyList<ModuleStatistics> List(string moduleId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            return [.. _sums.Where(module => moduleId.Length == 0 || module.ModuleId == moduleId).Select(module => AsOf(module, now))];
        }
    }

    private ModuleStatistics AsOf(ModuleStatistics sum, DateTimeOffset now)
    {
        var counter = _counters[sum.ModuleId];
        return sum with { LastRowTime = Later(counter.LastTime, arrivals.NewestOf(sum.ModuleId)), RowsPerMinute = counter.Read(now) };
    }

    private void Count(UsageStep step, DateTimeOffset now)
    {
        if (_counters.TryGetValue(step.Has.ModuleId, out var counter))
        {
            var (had, has) = (step.Had?.RowsWritten ?? 0, step.Has.RowsWritten);
            counter.Add(has >= had ? has - had : has, now); // Less than before: the module was loaded anew.
        }
    }

    private static ModuleStatistics Sum(string id, List<ModuleUsage> usage) => new(
        id,
        usage.Count,
        usage.Sum(each => each.Events),
        usage.Sum(each => each.LostEvents),
        usage.Sum(each => each.RowsWritten),
        usage.Sum(each => each.Errors),
        TimeSpan.FromSeconds(Math.Min(usage.Sum(each => each.CpuTime.TotalSeconds), MaxSeconds)),
        usage.Sum(each => each.MemoryBytes),
        null,
        []);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
