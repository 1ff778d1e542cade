namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>The modules that one agent process holds in memory, by id.</summary>
internal sealed class ModuleTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LoadedModule> _modules = new(0, StringComparer.Ordinal);

    public LoadedModule? Find(string moduleId)
    {
        lock (_gate)
        {
            return _modules.GetValueOrDefault(moduleId);
        }
    }

    public void Put(LoadedModule module)
    {
        lock (_gate)
        {
            _modules[module.ModuleId] = module;
        }
    }

    public bool Remove(string moduleId)
    {
        lock (_gate)
        {
            return _modules.Remove(moduleId);
        }
    }

    /// <summary>Everything that is loaded, what has trapped too.</summary>
    public IReadOnlyList<LoadedModule> All()
    {
        lock (_gate)
        {
            return _modules.Count == 0 ? [] : [.. _modules.Values];
        }
    }

    /// <summary>Module id to revision of what runs: loaded and not trapped.</summary>
    public IReadOnlyDictionary<string, int> Running() =>
        All().Where(module => !module.IsTrapped).ToDictionary(module => module.ModuleId, module => module.Revision, StringComparer.Ordinal);

    public int CountRunning()
    {
        lock (_gate)
        {
            var count = 0;
            foreach (var module in _modules.Values)
            {
                count += module.IsTrapped ? 0 : 1;
            }

            return count;
        }
    }
}
