using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Modules;

/// <summary>Reads modules: what is small from the catalog, programs from the store.</summary>
internal sealed class ModuleQueries(ModuleCatalog catalog, ModuleStore store)
{
    /// <summary>
    /// The id of the module that callers mean: by its id, else by its name. What is neither stays as it is, so that an error can name it,
    /// and so that events of a module that is gone are found by its id.
    /// </summary>
    public string IdOf(string idOrName) =>
        idOrName.Length == 0 || catalog.Find(idOrName) is not null ? idOrName : catalog.FindByName(idOrName)?.Id ?? idOrName;

    /// <summary>The module without its programs.</summary>
    public Module Get(string id) => catalog.Find(id) ?? throw new NotFoundException("module", id);

    /// <summary>The module with its programs.</summary>
    public async Task<Module> GetFullAsync(string id, CancellationToken cancellationToken)
    {
        var module = Get(id);
        var content = await store.LoadContentAsync(id, module.Revision, cancellationToken);

        // Its newest revision is always kept, so without it the module itself has just gone.
        return module with { Content = content ?? throw new NotFoundException("module", id) };
    }

    /// <summary>Modules without programs, newest first, from below the given id on; and how many match in all.</summary>
    /// <param name="filter">Which modules.</param>
    /// <param name="before">The last id of the page before; empty = from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    public (IReadOnlyList<Module> Modules, int Total) List(ModuleFilter filter, string before, int limit)
    {
        var matching = catalog.All().Where(filter.Matches).ToList();
        matching.Reverse();
        var page = matching
            .SkipWhile(module => before.Length > 0 && string.CompareOrdinal(module.Id, before) >= 0)
            .Take(limit);
        return ([.. page], matching.Count);
    }

    /// <summary>Kept revisions without programs, newest first, older than the given one; and how many are kept in all.</summary>
    public async Task<(IReadOnlyList<ModuleRevision> Revisions, int Total)> ListRevisionsAsync(
        string moduleId, int before, int limit, CancellationToken cancellationToken)
    {
        Get(moduleId);
        return await store.ListRevisionsAsync(moduleId, before, limit, cancellationToken);
    }

    /// <summary>The programs of a revision; null when it is not kept any more.</summary>
    public Task<ModuleContent?> LoadContentAsync(string moduleId, int revision, CancellationToken cancellationToken) =>
        store.LoadContentAsync(moduleId, revision, cancellationToken);
}

/// <summary>One immutable revision of a module.</summary>
internal sealed record ModuleRevision(string ModuleId, int Revision, ModuleContent Content, DateTimeOffset CreateTime);
