using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>What the dashboards of deployed modules should be.</summary>
internal sealed class DesiredModuleDashboards(
    DesiredTables deployed, ModuleCatalog catalog, SchemaStore schema, SampleStore samples, TableStore tables,
    ObservabilityDatabase database,
    IOptions<WebOptions> web, ILogger<DesiredModuleDashboards> logger)
{
    /// <summary>Deployed modules, with a table or not yet.</summary>
    public IEnumerable<string> Modules() => deployed.Deployed().Select(wanted => wanted.ModuleId);

    /// <summary>Deployed modules whose table is there.</summary>
    public async Task<IReadOnlyList<DesiredModuleDashboard>> LoadAsync(CancellationToken cancellationToken)
    {
        var families = (await schema.LoadAllAsync(cancellationToken)).ToLookup(table => table.ModuleId);
        return
        [
            .. deployed.Deployed()
                .Where(wanted => families.Contains(wanted.ModuleId))
                .Select(wanted => catalog.Find(wanted.ModuleId) is { } module
                    ? new DesiredModuleDashboard(module, wanted.Revision, wanted.Generation, [.. families[module.Id]])
                    : null)
                .OfType<DesiredModuleDashboard>(),
        ];
    }

    /// <summary>
    /// Those of these dashboards that Grafana has lost, and whose modules are not deployed any more: their rows are still there.
    /// </summary>
    public async Task<IReadOnlyList<DesiredModuleDashboard>> LoadLostAsync(
        IEnumerable<PublishedDashboard> published, CancellationToken cancellationToken)
    {
        var now = Modules().ToHashSet();
        var all = await schema.LoadAllAsync(cancellationToken);
        return
        [
            .. published.Where(dashboard => dashboard is { Generation: < 0, ModuleId.Length: > 0, State: not DashboardState.Deleted })
                .Where(dashboard => !now.Contains(dashboard.ModuleId))
                .Select(dashboard => catalog.Find(dashboard.ModuleId) is { } module
                    ? Find(module, [.. all.Where(table => table.ModuleId == module.Id)])
                    : null)
                .OfType<DesiredModuleDashboard>(),
        ];
    }

    /// <summary>The module as it was deployed last, deployed now or not; null: it has no table yet.</summary>
    public async Task<DesiredModuleDashboard?> FindAsync(Module module, CancellationToken cancellationToken) =>
        Find(module, await schema.OfModuleAsync(module.Id, cancellationToken));

    private DesiredModuleDashboard? Find(Module module, IReadOnlyList<ModuleTable> family)
    {
        var now = deployed.Deployed()
            .Where(wanted => wanted.ModuleId == module.Id).Select(wanted => (wanted.Revision, wanted.Generation)).ToList();
        var (revision, generation) = now.Count > 0 ? now[0] : (module.Revision, 0);
        return family.Count == 0 ? null : new DesiredModuleDashboard(module, revision, generation, family);
    }

    /// <summary>The dashboard, with what was known of JSON columns before.</summary>
    public DesiredDashboard Describe(DesiredModuleDashboard wish, DashboardPrerequisites ground, string fields) =>
        Describe(wish, ground, SampledFields.Read(fields), hasView: true);

    /// <summary>The dashboard, with what rows have in them now. Where the database does not answer it is as before.</summary>
    public async Task<DesiredDashboard> SampleAsync(
        DesiredModuleDashboard wish, DashboardPrerequisites ground, string fields, CancellationToken cancellationToken)
    {
        var (known, hasView) = (SampledFields.Read(fields), true);
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            hasView = wish.Family.Count < 2 || await tables.HasViewAsync(connection, wish.Module.Id, cancellationToken);
            if (ModuleRelation.Of(wish.Module.Id, wish.Family, hasView) is { } relation
                && relation.Columns.Any(column => column.IsDocument))
            {
                known = SampledFields.Merge(known, await samples.SampleAsync(connection, relation, cancellationToken));
            }
        }
        catch (Exception e) when (DatabaseFailure.IsOne(e))
        {
            logger.NotSampled(e, wish.Module.Id);
        }

        return Describe(wish, ground, known, hasView);
    }

    private DesiredDashboard Describe(
        DesiredModuleDashboard wish, DashboardPrerequisites ground, IReadOnlyList<SampledField> fields, bool hasView)
    {
        var module = wish.Module;
        var subject = new DashboardSubject
        {
            ModuleId = module.Id,
            Name = module.Name,
            Description = module.Description,
            Revision = wish.Revision,
            Relation = ModuleRelation.Of(module.Id, wish.Family, hasView)!,
            Fields = fields,
            Panel = module.Panel,
            PageUrl = web.Value.PublicUrl.Length == 0 ? null : $"{web.Value.PublicUrl.TrimEnd('/')}/modules/{module.Id}",
        };
        return new DesiredDashboard(
            DashboardUid.OfModule(module.Id),
            module.Id,
            ModuleDashboard.Generate(subject, ground.Dialect, ground.Database),
            wish.Generation,
            SampledFields.Write(fields));
    }
}
