using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Finds modules by what people type: names or ids, or all there are.</summary>
internal static class ModuleFinder
{
    /// <summary>All modules, page by page, that the request asks for.</summary>
    public static Task<List<Module>> ListAsync(Session session, ListModulesRequest request, CancellationToken cancellationToken) =>
        Pages.ListAsync(
            token => session.Client.Modules.ListModulesAsync(
                new ListModulesRequest(request) { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
            page => page.Modules,
            page => page.NextPageToken);

    /// <summary>The module of that name or id in the BASIC view; null when there is none of that name.</summary>
    public static async Task<Module?> TryFindAsync(Session session, string nameOrId, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(nameOrId, "D", out _))
        {
            var request = new GetModuleRequest { ModuleId = nameOrId, View = ModuleView.Basic };
            return (await session.Client.Modules.GetModuleAsync(request, cancellationToken: cancellationToken)).Module;
        }

        if (nameOrId.Length == 0)
        {
            return null;
        }

        var modules = await ListAsync(session, new ListModulesRequest { FilterText = nameOrId }, cancellationToken);
        return modules.Find(module => module.Name == nameOrId);
    }

    public static async Task<Module> FindAsync(Session session, string nameOrId, CancellationToken cancellationToken) =>
        await TryFindAsync(session, nameOrId, cancellationToken)
        ?? throw new CliException(ExitCode.NotFound, $"There is no module '{nameOrId}'", "`tricorder module list` shows all.");

    /// <summary>All modules of those names and ids; when some are not there, an error names each of them.</summary>
    public static async Task<IReadOnlyList<Module>> FindAsync(
        Session session, IReadOnlyList<string> namesOrIds, CancellationToken cancellationToken)
    {
        var found = new List<Module>();
        var missing = new List<string>();
        foreach (var name in namesOrIds.Distinct())
        {
            if (await TryFindAsync(session, name, cancellationToken) is { } module)
            {
                found.Add(module);
            }
            else
            {
                missing.Add(name);
            }
        }

        return missing.Count == 0 ? found : throw new CliException(
            ExitCode.NotFound,
            $"There is no module {string.Join(" and none ", missing.Select(name => $"'{name}'"))}",
            "`tricorder module list` shows all.");
    }
}
