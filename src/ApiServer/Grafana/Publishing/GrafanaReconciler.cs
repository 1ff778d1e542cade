using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Grafana.Health;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>
/// Keeps Grafana right, as level-triggered as the rest: it compares what should be there with what is, whenever a deployment changes and
/// every now and then, at a limited rate. While Grafana is down it says so and tries again for ever; agents never wait for it.
/// </summary>
internal sealed class GrafanaReconciler(
    GrafanaClients clients,
    TokenManager tokens,
    GrafanaPrerequisites foundation,
    DesiredModuleDashboards wishes,
    DesiredBuiltInDashboards builtIns,
    ManagedDatasources datasources,
    DashboardPublisher publisher,
    DashboardAnnotator annotator,
    DashboardConditions conditions,
    DashboardStore store,
    ModuleCatalog catalog,
    StoreWriter writer,
    GrafanaHealth health,
    GrafanaMetrics metrics,
    IOptions<GrafanaOptions> options,
    TimeProvider clock,
    ILogger<GrafanaReconciler> logger) : IReconciler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(1);

    private readonly DashboardSchedule _schedule = new(options.Value.ResyncInterval, clock);
    private readonly HashSet<string> _toMark = [];
    private DashboardPrerequisites? _prerequisites;
    private DateTimeOffset _prerequisitesDue;
    private bool _isRunning;
    private int _failures;

    /// <summary>Progress of a deployment comes in bursts, hence the pace.</summary>
    public LoopPlan Plan => new("grafana-dashboards", "Keeping Grafana right")
    {
        Trigger = LoopTrigger.On(Topic.Modules) with { Changed = _toMark.UnionWith },
        Resync = options.Value.ResyncInterval,
        Pace = Pause,
        Retry = new RetryPauses(TimeSpan.FromSeconds(1), RetryMax),
        RequiresLeader = true,
    };

    private TimeSpan Pace => TimeSpan.FromSeconds(1.0 / options.Value.DashboardsPerSecond);

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReconcileAllAsync(cancellationToken);
            _failures = 0;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Requeue.Failed(ReportDown(e), (e as GrafanaException)?.RetryAfter is { } asked ? Bounded(asked) : null);
        }

        var next = _schedule.Next < _prerequisitesDue ? _schedule.Next : _prerequisitesDue;
        return Requeue.After(Bounded(next - clock.GetUtcNow()));
    }

    /// <summary>Clocks are set, and Grafana may ask for any pause: never longer than this.</summary>
    private static TimeSpan Bounded(TimeSpan wait) => wait < RetryMax ? wait : RetryMax;

    private async Task ReconcileAllAsync(CancellationToken cancellationToken)
    {
        var client = clients.As(tokens);
        if (_prerequisites is null || clock.GetUtcNow() >= _prerequisitesDue)
        {
            await EnsurePrerequisitesAsync(client, cancellationToken);
        }

        var published = (await store.LoadAllAsync(cancellationToken)).ToDictionary(dashboard => dashboard.Uid, StringComparer.Ordinal);
        if (!_isRunning)
        {
            _toMark.UnionWith(published.Values.Select(dashboard => dashboard.ModuleId));
            _isRunning = true;
        }

        if (_failures > 0)
        {
            // All were told to be in trouble, and most are not looked at for a while.
            published.Values.Where(dashboard => _schedule.IsFine(dashboard.Uid)).ToList().ForEach(Report);
        }

        await PublishAllAsync(client, published, cancellationToken);
        await datasources.RecordTablesAsync(cancellationToken);
        await RemoveGoneAsync(client, published, cancellationToken);
        await MarkAllAsync(client, cancellationToken);
    }

    private async Task EnsurePrerequisitesAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var ground = await foundation.EnsureAsync(client, cancellationToken);
        if (ground.IsNew)
        {
            _schedule.Clear(); // All are to be made again.
        }

        _prerequisites = ground;
        _prerequisitesDue = clock.GetUtcNow() + options.Value.ResyncInterval;
        health.Succeeded(ground.Features.Text);
        await tokens.TidyAsync(cancellationToken);
    }

    private async Task PublishAllAsync(
        GrafanaClient client, Dictionary<string, PublishedDashboard> published, CancellationToken cancellationToken)
    {
        var ground = _prerequisites!;
        var all = (await wishes.LoadAsync(cancellationToken))
            .Concat(await wishes.LoadLostAsync(published.Values, cancellationToken)).Select(wish => new DashboardItem(wish))
            .Concat(await builtIns.LoadAsync(ground, cancellationToken)).ToList();
        _schedule.KeepOnly(all.Select(item => item.Uid).Concat(published.Keys).ToHashSet());
        var due = all.Where(item => _schedule.IsDue(item.Uid, item.Signature)).ToList();
        for (var index = 0; index < due.Count; index++)
        {
            metrics.SetWaiting(due.Count - index);
            await PublishAsync(client, due[index], published.GetValueOrDefault(due[index].Uid), cancellationToken);
        }

        metrics.SetWaiting(0);
    }

    private async Task PublishAsync(
        GrafanaClient client, DashboardItem item, PublishedDashboard? known, CancellationToken cancellationToken)
    {
        try
        {
            if (!_schedule.IsKnown(item.Uid) && known is not null && IsAsWished(item, known))
            {
                _schedule.Trust(item.Uid, item.Signature);
                Report(known);
                return;
            }

            var wish = item.BuiltIn ?? await wishes.SampleAsync(item.Module!, _prerequisites!, known?.Fields ?? "[]", cancellationToken);
            var now = await publisher.PublishAsync(
                client, _prerequisites!.Folder, wish, bringBack: false, overwrite: false, cancellationToken);
            _schedule.Succeeded(item.Uid, item.Signature, soon: item.Module is not null && wish.Fields == "[]" && item.HasDocuments);
            Report(now);
            _toMark.Add(now.ModuleId);
        }
        catch (Exception e) when (!IsAboutAll(e, cancellationToken))
        {
            // This dashboard's own trouble; the others are looked at all the same.
            ReportFailed(item.Uid, item.Signature, e);
            if (item.Module is { } module)
            {
                var (reason, message) = Explain(e);
                conditions.Failed(module.Module.Id, reason, message);
            }
        }

        await Task.Delay(Pace, clock, cancellationToken);
    }

    /// <summary>As it was when this server stopped: Grafana need not be asked at once.</summary>
    private bool IsAsWished(DashboardItem item, PublishedDashboard known) => known.State switch
    {
        DashboardState.Ours => known.Generation == item.Generation
            && known.ContentHash == ContentHash.Of((item.BuiltIn ?? wishes.Describe(item.Module!, _prerequisites!, known.Fields)).Model),
        _ => known.Generation == item.Generation,
    };

    /// <summary>Dashboards of modules that were deleted.</summary>
    private async Task RemoveGoneAsync(
        GrafanaClient client, Dictionary<string, PublishedDashboard> published, CancellationToken cancellationToken)
    {
        const string Gone = "gone";
        foreach (var dashboard in published.Values.Where(
            dashboard => dashboard.ModuleId.Length > 0 && catalog.Find(dashboard.ModuleId) is null)
            .Where(dashboard => _schedule.IsDue(dashboard.Uid, Gone)))
        {
            try
            {
                // It may have been written since.
                var now = await store.FindAsync(dashboard.Id, cancellationToken) ?? dashboard;
                await publisher.RemoveAsync(client, now, insist: false, cancellationToken);
                await writer.WriteAsync(
                    unit =>
                    {
                        store.Delete(unit, dashboard);
                        return true;
                    },
                    cancellationToken);
            }
            catch (Exception e) when (!IsAboutAll(e, cancellationToken))
            {
                ReportFailed(dashboard.Uid, Gone, e);
            }

            await Task.Delay(Pace, clock, cancellationToken);
        }
    }

    private async Task MarkAllAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var dashboards = (await store.LoadAllAsync(cancellationToken)).ToLookup(dashboard => dashboard.ModuleId);
        foreach (var moduleId in _toMark.ToList())
        {
            foreach (var dashboard in dashboards[moduleId].Where(_ => moduleId.Length > 0))
            {
                if (await annotator.MarkAsync(client, dashboard, cancellationToken) > 0)
                {
                    await Task.Delay(Pace, clock, cancellationToken);
                }
            }

            _toMark.Remove(moduleId);
        }
    }

    private void Report(PublishedDashboard dashboard)
    {
        if (dashboard.ModuleId.Length > 0)
        {
            conditions.Set(dashboard);
        }
    }

    /// <returns>A word for it.</returns>
    private string ReportDown(Exception failure)
    {
        var (reason, message) = Explain(failure);
        if (_failures++ == 0)
        {
            logger.GrafanaDown(failure, reason);
        }

        metrics.Failed(reason);
        health.Failed(message);
        _prerequisites = null;
        foreach (var moduleId in wishes.Modules())
        {
            conditions.Failed(moduleId, reason, message);
        }

        return reason;
    }

    private void ReportFailed(string uid, string signature, Exception failure)
    {
        metrics.Failed(Explain(failure).Reason);
        if (_schedule.Failed(uid, signature) == 1)
        {
            logger.DashboardFailed(failure, uid);
        }
    }

    private static (string Reason, string Message) Explain(Exception failure) => failure switch
    {
        GrafanaException e => (e.Reason, e.Message),
        DomainException e => (e.Reason, e.Message),
        _ => ("FAILED", "The server could not do it; its log says why."),
    };

    /// <summary>Nothing else would go better now. What only one dashboard suffers from must not keep the others waiting.</summary>
    private static bool IsAboutAll(Exception failure, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || failure is GrafanaException
        { Failure: GrafanaFailure.Unreachable or GrafanaFailure.RateLimited or GrafanaFailure.Unauthorized or GrafanaFailure.TlsFailure };
}
