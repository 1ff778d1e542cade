using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>What callers may do with dashboards.</summary>
internal sealed class DashboardManager(
    GrafanaCalls grafana,
    GrafanaPrerequisites foundation,
    DesiredModuleDashboards wishes,
    DesiredBuiltInDashboards builtIns,
    DashboardPublisher publisher,
    DashboardConditions conditions, DashboardStore store, ModuleCatalog catalog, EventStore events, StoreWriter writer)
{
    public async Task<IReadOnlyList<PublishedDashboard>> ListAsync(string moduleId, CancellationToken cancellationToken) =>
        [.. (await store.LoadAllAsync(cancellationToken)).Where(
            dashboard => dashboard.State != DashboardState.Deleted && (moduleId.Length == 0 || dashboard.ModuleId == moduleId))];

    public async Task<PublishedDashboard> GetAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { State: not DashboardState.Deleted } dashboard
            ? dashboard
            : throw new NotFoundException("dashboard", id);

    public string BuiltInNameOf(PublishedDashboard dashboard) => builtIns.NameOf(dashboard);

    public string UrlOf(PublishedDashboard dashboard) => conditions.UrlOf(dashboard);

    /// <summary>
    /// Writes the dashboard of a module, also where somebody deleted it, and with <paramref name="overwriteEdits"/>
    /// where somebody edited it.
    /// </summary>
    /// <param name="moduleId">The module.</param>
    /// <param name="overwriteEdits">What people changed in Grafana is lost.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<PublishedDashboard> CreateOfModuleAsync(
        string moduleId,
        bool overwriteEdits,
        Action<WriteUnit, PublishedDashboard> also,
        Origin origin,
        CancellationToken cancellationToken) =>
        CreateAsync(
            async ground =>
            {
                var module = catalog.Find(moduleId) ?? throw new NotFoundException("module", moduleId);
                var wish = await wishes.FindAsync(module, cancellationToken) ?? throw new FailedPreconditionException(
                    "TABLE_NOT_READY",
                    "module/" + moduleId,
                    $"Module '{module.Name}' has no table yet that a dashboard could read; deploy it first.");
                var known = await store.FindByUidAsync(DashboardUid.OfModule(moduleId), cancellationToken);
                return await wishes.SampleAsync(wish, ground, known?.Fields ?? "[]", cancellationToken);
            },
            overwriteEdits, also, origin, cancellationToken);

    /// <summary>The same for one that comes with the server.</summary>
    public Task<PublishedDashboard> CreateBuiltInAsync(
        string name, bool overwriteEdits, Action<WriteUnit, PublishedDashboard> also, Origin origin, CancellationToken cancellationToken)
    {
        if (!DesiredBuiltInDashboards.Names.Contains(name))
        {
            throw new InvalidArgumentException("built_in", $"must be one of {string.Join(", ", DesiredBuiltInDashboards.Names)}");
        }

        return CreateAsync(
            async ground => await builtIns.FindAsync(name, ground, cancellationToken) ?? throw new FailedPreconditionException(
                "NOT_CONFIGURED", "dashboard/" + name,
                $"There is nothing that the dashboard '{name}' could show: 'kubernetes' needs Kubernetes:Mode and "
                + "ObservabilityDb:ConnectionString, "
                + "'fleet' needs Grafana:PrometheusUrl."),
            overwriteEdits, also, origin, cancellationToken);
    }

    private async Task<PublishedDashboard> CreateAsync(
        Func<DashboardPrerequisites, Task<DesiredDashboard>> describe,
        bool overwriteEdits,
        Action<WriteUnit, PublishedDashboard> also,
        Origin origin,
        CancellationToken cancellationToken)
    {
        var dashboard = await grafana.AskAsync(async client =>
        {
            var ground = await foundation.EnsureAsync(client, cancellationToken);
            var described = await describe(ground);
            return await publisher.PublishAsync(client, ground.Folder, described, bringBack: true, overwriteEdits, cancellationToken);
        });
        if (dashboard.ModuleId.Length > 0)
        {
            conditions.Set(dashboard);
        }

        if (dashboard.State == DashboardState.Edited)
        {
            throw new FailedPreconditionException(
                "DASHBOARD_EDITED",
                "dashboard/" + dashboard.Id,
                "Somebody edited the dashboard in Grafana; set overwrite_edits to write it all the same.");
        }

        await writer.WriteAsync(
            unit =>
            {
                Record(unit, origin, EventKinds.DashboardCreated, dashboard, "written");
                also(unit, dashboard);
            },
            cancellationToken);
        return dashboard;
    }

    /// <summary>Deletes it in Grafana, edited or not. That of a module comes back with the next deploy.</summary>
    public async Task DeleteAsync(string id, Action<WriteUnit> also, Origin origin, CancellationToken cancellationToken)
    {
        var dashboard = await GetAsync(id, cancellationToken);
        await grafana.AskAsync(async client =>
        {
            await publisher.RemoveAsync(client, dashboard, insist: true, cancellationToken);
            return true;
        });
        await writer.WriteAsync(
            unit =>
            {
                store.Put(unit, dashboard with { State = DashboardState.Deleted });
                Record(unit, origin, EventKinds.DashboardDeleted, dashboard, "deleted");
                also(unit);
            },
            cancellationToken);
        if (dashboard.ModuleId.Length > 0)
        {
            conditions.Set(dashboard with { State = DashboardState.Deleted });
        }
    }

    private void Record(WriteUnit unit, Origin origin, string kind, PublishedDashboard dashboard, string what) =>
        events.Append(unit, new NewEvent
        {
            Kind = kind,
            Origin = origin,
            ModuleId = dashboard.ModuleId,
            Target = "dashboard/" + dashboard.Id,
            Message = $"Dashboard {dashboard.Name} was {what}.",
            Parameters = EventParameters.Of(("name", dashboard.Name)),
        });
}
