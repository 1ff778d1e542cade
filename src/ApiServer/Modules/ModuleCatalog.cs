using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Modules;

/// <summary>
/// All modules without their programs, in memory: what lists, watches and validation read. It follows the store after each commit, as
/// a part of live state.
/// </summary>
internal sealed class ModuleCatalog(LiveState live, ChangeFeed feed)
{
    private readonly SortedDictionary<string, Module> _byId = new(StringComparer.Ordinal);

    public Module? Find(string id) => live.Read(() => _byId.GetValueOrDefault(id));

    public Module? FindByName(string name) => live.Read(() => _byId.Values.FirstOrDefault(module => module.Name == name));

    /// <summary>All modules, oldest first (ids are time-ordered).</summary>
    public IReadOnlyList<Module> All() => live.Read<IReadOnlyList<Module>>(() => [.. _byId.Values]);

    /// <summary>Brings one module up to date and tells watchers; call it after the commit that changed it.</summary>
    public void Apply(Module module) => live.Change(() =>
    {
        _byId[module.Id] = module with { Content = module.Content.WithoutPrograms() };
        feed.Mark(Topic.Modules, module.Id);
    });

    public void Remove(string id) => live.Change(() =>
    {
        _byId.Remove(id);
        feed.Mark(Topic.Modules, id);
    });
}
