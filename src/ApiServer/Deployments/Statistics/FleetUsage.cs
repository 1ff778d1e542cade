using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>
/// Compares what each agent says with what it said before, once for all that count by it:
/// sums would change whenever an agent comes or goes.
/// </summary>
internal sealed class FleetUsage
{
    private Dictionary<string, Said> _before = [];

    /// <param name="known">All agents that are known, online or not: one that comes back goes on where it was.</param>
    public FleetReport Compare(IReadOnlyList<KnownAgent> known)
    {
        var now = new Dictionary<string, Said>(known.Count, StringComparer.Ordinal);
        var steps = new List<UsageStep>();
        foreach (var each in known)
        {
            var isThere = each.Agent.State == AgentState.Online;
            var before = _before.GetValueOrDefault(each.Agent.Id);
            var all = each.Reported;

            // An agent that has just come back has said nothing yet; what it said before is what it goes on from. One that has said that it
            // has nothing begins at zero.
            if (all.Count > 0 || each.HasReported)
            {
                Compare(before, each.Usage, isThere, steps);
                now[each.Agent.Id] = before is not null && ReferenceEquals(before.All, all) && before.WasThere == isThere
                    ? before
                    : new Said(all, isThere);
            }
            else if (before is not null)
            {
                now[each.Agent.Id] = isThere || !before.WasThere ? before : before with { WasThere = false };
            }
        }

        _before = now;
        return new FleetReport([.. known.Where(each => each.Agent.State == AgentState.Online)], steps);
    }

    private static void Compare(Said? before, IReadOnlyList<ModuleUsage> usage, bool isThere, List<UsageStep> steps)
    {
        if (before is not null && ReferenceEquals(before.All, usage))
        {
            return;
        }

        var past = before is null ? null : new UsageBefore(before.All);
        foreach (var (index, has) in usage.Index())
        {
            var had = past?.Of(has.ModuleId, index);
            if (had != has)
            {
                steps.Add(new UsageStep(has, had, before is null, before?.WasThere ?? false, isThere));
            }
        }
    }

    /// <param name="All">What an agent said last, also of modules that it does not run.</param>
    /// <param name="WasThere">It has been online since.</param>
    private sealed record Said(IReadOnlyList<ModuleUsage> All, bool WasThere);
}
