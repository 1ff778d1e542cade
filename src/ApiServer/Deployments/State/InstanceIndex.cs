namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// All instances in the order of module and agent, and how many each module and agent has. It is kept up to date where instances begin
/// and end, so that a page of them costs what is on it. Part of live state.
/// </summary>
internal sealed class InstanceIndex
{
    private const string LastId = "\uFFFF"; // After the id of every agent.

    private readonly SortedSet<Instance> _all = new(Comparer<Instance>.Create(Compare));
    private readonly Dictionary<string, int> _ofModule = new(StringComparer.Ordinal);
    private readonly SortedList<string, string> _shown = new(StringComparer.Ordinal);

    public int Count => _all.Count;

    /// <summary>Modules that are shown on every agent, whether it was ever told of them or not.</summary>
    public int ShownModules => _shown.Count;

    /// <summary>Of modules that are shown on every agent.</summary>
    public int CountOfShown { get; private set; }

    public int CountOf(string moduleId) => _ofModule.GetValueOrDefault(moduleId);

    public bool IsShown(string moduleId) => _shown.ContainsKey(moduleId);

    public void Add(Instance instance)
    {
        _all.Add(instance);
        _ofModule[instance.ModuleId] = CountOf(instance.ModuleId) + 1;
        CountShown(instance, IsShown(instance.ModuleId) ? 1 : 0);
    }

    public void Remove(Instance instance)
    {
        _all.Remove(instance);
        var left = CountOf(instance.ModuleId) - 1;
        if (left > 0)
        {
            _ofModule[instance.ModuleId] = left;
        }
        else
        {
            _ofModule.Remove(instance.ModuleId);
        }

        CountShown(instance, IsShown(instance.ModuleId) ? -1 : 0);
    }

    /// <summary>Whether the module is shown on every agent, from now on.</summary>
    public void Show(string moduleId, bool isShown)
    {
        if (isShown == IsShown(moduleId))
        {
            return;
        }

        if (isShown)
        {
            _shown[moduleId] = moduleId;
        }
        else
        {
            _shown.Remove(moduleId);
        }

        foreach (var instance in Of(moduleId))
        {
            CountShown(instance, isShown ? 1 : -1);
        }
    }

    /// <summary>The instances of a module on agents that come after this one.</summary>
    public IEnumerable<Instance> Of(string moduleId, string afterAgent = "") =>
        CountOf(moduleId) == 0 ? [] : From(moduleId, afterAgent).TakeWhile(instance => instance.ModuleId == moduleId);

    /// <summary>The first module after this one that is shown, or that some agent has.</summary>
    public string? ModuleAfter(string moduleId) => First(_shown.IdAfter(moduleId), From(moduleId, LastId).FirstOrDefault()?.ModuleId);

    /// <summary>The same for one agent.</summary>
    public string? ModuleAfter(string moduleId, FleetAgent agent) => First(_shown.IdAfter(moduleId), agent.ModuleAfter(moduleId));

    private IEnumerable<Instance> From(string moduleId, string afterAgent)
    {
        var position = new Instance(new FleetAgent(afterAgent), moduleId);
        return _all.Max is { } last && Compare(position, last) < 0
            ? _all.GetViewBetween(position, last).SkipWhile(instance => Compare(instance, position) == 0)
            : [];
    }

    private void CountShown(Instance instance, int by)
    {
        CountOfShown += by;
        instance.Agent.ShownInstances += by;
    }

    private static string? First(string? one, string? other) =>
        one is null || (other is not null && string.CompareOrdinal(other, one) < 0) ? other : one;

    private static int Compare(Instance one, Instance other) =>
        string.CompareOrdinal(one.ModuleId, other.ModuleId) is not 0 and var byModule
            ? byModule
            : string.CompareOrdinal(one.Agent.Id, other.Agent.Id);
}
