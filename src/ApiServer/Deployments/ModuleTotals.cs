using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// What agents have reported of each module since the server started, as counters that only grow: differences are added up, so an agent
/// that restarts, leaves or is replaced takes nothing away. A deleted module is forgotten.
/// </summary>
internal sealed class ModuleTotals(ModuleCatalog modules)
{
    /// <summary>Modules beyond this share one total, so that a scrape stays small.</summary>
    public const int MostModules = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ModuleTotal> _byModule = [];
    private Dictionary<string, IReadOnlyList<ModuleUsage>> _reported = [];
    private ModuleTotal? _others;

    /// <summary>Adds what came since the last look.</summary>
    /// <param name="known">All agents that are known, online or not: one that comes back goes on where it was.</param>
    public void Look(IReadOnlyList<KnownAgent> known)
    {
        var existing = modules.All();
        lock (_gate)
        {
            Follow(existing);
            var ids = existing.Select(module => module.Id).ToHashSet(StringComparer.Ordinal);
            var reported = new Dictionary<string, IReadOnlyList<ModuleUsage>>(_reported.Count, StringComparer.Ordinal);
            foreach (var each in known)
            {
                var (agent, usage) = each;
                var before = _reported.GetValueOrDefault(agent.Id);
                if (before is not null && !ReferenceEquals(before, usage))
                {
                    Count(before, usage, ids);
                }

                var all = each.Reported;

                // An agent that has just come back has said nothing yet; what it said before is what it goes on from. One that has said that
                // it has nothing begins at zero.
                if (all.Count > 0 || each.HasReported)
                {
                    reported[agent.Id] = all;
                }
                else if (before is not null)
                {
                    reported[agent.Id] = before;
                }
            }

            _reported = reported;
        }
    }

    /// <summary>Of all modules that were ever deployed and still exist.</summary>
    public IReadOnlyList<ModuleTotal> Read()
    {
        lock (_gate)
        {
            return _others is null ? [.. _byModule.Values] : [.. _byModule.Values, _others];
        }
    }

    private void Follow(IReadOnlyList<Module> existing)
    {
        foreach (var gone in _byModule.Keys.Except(existing.Select(module => module.Id)).ToList())
        {
            _byModule.Remove(gone);
        }

        foreach (var module in existing.Where(module => module.Lifecycle != ModuleLifecycle.Created))
        {
            if (_byModule.TryGetValue(module.Id, out var total))
            {
                _byModule[module.Id] = total with { ModuleName = module.Name };
            }
            else if (_byModule.Count < MostModules)
            {
                _byModule[module.Id] = new ModuleTotal(module.Id, module.Name, 0, 0, 0, 0);
            }
        }
    }

    private void Count(IReadOnlyList<ModuleUsage> before, IReadOnlyList<ModuleUsage> usage, HashSet<string> existing)
    {
        foreach (var (index, each) in usage.Index())
        {
            var had = UsageBefore.Of(before, each.ModuleId, index);
            if (_byModule.TryGetValue(each.ModuleId, out var total))
            {
                _byModule[each.ModuleId] = Grown(total, had, each);
            }
            else if (existing.Contains(each.ModuleId))
            {
                _others = Grown(_others ?? new ModuleTotal("", "", 0, 0, 0, 0), had, each);
            }
        }
    }

    private static ModuleTotal Grown(ModuleTotal total, ModuleUsage? had, ModuleUsage has) => total with
    {
        Events = Grown(total.Events, had?.Events ?? 0, has.Events),
        LostEvents = Grown(total.LostEvents, had?.LostEvents ?? 0, has.LostEvents),
        Rows = Grown(total.Rows, had?.RowsWritten ?? 0, has.RowsWritten),
        Errors = Grown(total.Errors, had?.Errors ?? 0, has.Errors),
    };

    /// <summary>Less than before: the module was loaded anew.</summary>
    private static long Grown(long total, long had, long has)
    {
        (had, has) = (Math.Clamp(had, 0, ModuleUsage.MostCounted), Math.Clamp(has, 0, ModuleUsage.MostCounted));
        var more = has >= had ? has - had : has;
        return total > long.MaxValue - more ? long.MaxValue : total + more;
    }
}
