using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>
/// What agents have reported of each module since the server started, as counters that only grow: differences are added up, so an agent
/// that restarts, leaves or is replaced takes nothing away. A deleted module is forgotten.
/// </summary>
internal sealed class ModuleTotals(ModuleCatalog modules)
{
    /// <summary>Modules beyond this share one total, so that a scrape stays small.</summary>
    public const int MaxModules = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ModuleTotal> _byModule = [];
    private ModuleTotal? _others;

    /// <summary>Adds what came since the last look.</summary>
    /// <param name="steps">What has changed, of agents that are online or not: one that comes back goes on where it was.</param>
    public void Add(IReadOnlyList<UsageStep> steps)
    {
        var existing = modules.All();
        lock (_gate)
        {
            Follow(existing);
            var ids = existing.Select(module => module.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var step in steps.Where(step => !step.IsFirst))
            {
                Count(step, ids);
            }
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
            else if (_byModule.Count < MaxModules)
            {
                _byModule[module.Id] = new ModuleTotal(module.Id, module.Name, 0, 0, 0, 0);
            }
        }
    }

    private void Count(UsageStep step, HashSet<string> existing)
    {
        var id = step.Has.ModuleId;
        if (_byModule.TryGetValue(id, out var total))
        {
            _byModule[id] = Grown(total, step.Had, step.Has);
        }
        else if (existing.Contains(id))
        {
            _others = Grown(_others ?? new ModuleTotal("", "", 0, 0, 0, 0), step.Had, step.Has);
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
        (had, has) = (Math.Clamp(had, 0, ModuleUsage.MaxCounted), Math.Clamp(has, 0, ModuleUsage.MaxCounted));
        var more = has >= had ? has - had : has;
        return total > long.MaxValue - more ? long.MaxValue : total + more;
    }
}
