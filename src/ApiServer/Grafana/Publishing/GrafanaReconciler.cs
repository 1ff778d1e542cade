using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>
/// Keeps Grafana right, as level-triggered as the rest: it compares what should be there with what is, whenever a deployment changes and
/// every now and then, at a limited rate. While Grafana is down it says so and tries again for ever; agents never wait for it.
/// </summary>
internal sealed class GrafanaReconciler(
    GrafanaClients clients,
    TokenManager tokens,
    GrafanaBase foundation,
    ModuleWishes wishes,
    BuiltInWishes builtIns,
    KeptDatasources datasources,
    DashboardPublisher publisher,
    DashboardAnnotator annotator,
    DashboardConditions conditions,
    DashboardStore store,
    ModuleCatalog catalog,
    StoreWriter writer,
    ChangeFeed feed,
    GrafanaHealth health,
    GrafanaMetrics metrics,
    IOptions<GrafanaOptions> options,
    TimeProvider clock,
    ILogger<GrafanaReconciler> logger) : BackgroundService
{
    private static readonly TimeSpan BasePeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(1);

    private readonly DashboardSchedule _schedule = new(clock);
    private readonly HashSet<string> _toMark = [];
    private GrafanaGround? _ground;
    private DateTimeOffset _baseDue;
    private int _failures;

    private TimeSpan Pace => TimeSpan.FromSeconds(1.0 / options.Value.DashboardsPerSecond);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        conditions.Claim();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (changes, _) = feed.Subscribe(Topic.Modules, () => 0);
        using var subscription = changes;
        _toMark.UnionWith(store.LoadAll().Select(dashboard => dashboard.ModuleId));
        while (!stoppingToken.IsCancellationRequested)
        {
            _toMark.UnionWith(subscription.Take(changed => changed.ToList()).Result);
            try
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
                _failures = 0;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                TellDown(e);
            }

            // Progress of a deployment comes in bursts.
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(false);
            var until = _failures > 0 || _schedule.Next > _baseDue ? _baseDue : _schedule.Next;
            var wait = until - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await (_failures > 0 ? Task.Delay(wait, clock, stoppingToken) : subscription.WaitAsync(wait, stoppingToken)).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var client = clients.As(tokens);
        if (_ground is null || clock.GetUtcNow() >= _baseDue)
        {
            await LookAtBaseAsync(client, cancellationToken).ConfigureAwait(false);
        }

        var published = store.LoadAll().ToDictionary(dashboard => dashboard.Uid, StringComparer.Ordinal);
        await PublishAllAsync(client, published, cancellationToken).ConfigureAwait(false);
        await datasources.RecordTablesAsync(cancellationToken).ConfigureAwait(false);
        await RemoveGoneAsync(client, published, cancellationToken).ConfigureAwait(false);
        await MarkAllAsync(client, cancellationToken).ConfigureAwait(false);
    }

    private async Task LookAtBaseAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var ground = await foundation.EnsureAsync(client, cancellationToken).ConfigureAwait(false);
        if (_ground is not null && _ground.Folder.Id != ground.Folder.Id)
        {
            _schedule.Clear(); // Restored empty, or from a backup.
        }

        _ground = ground;
        _baseDue = clock.GetUtcNow() + BasePeriod;
        health.Succeeded(ground.Features.Text);
    }

    private async Task PublishAllAsync(GrafanaClient client, Dictionary<string, PublishedDashboard> published, CancellationToken cancellationToken)
    {
        var ground = _ground!;
        var all = wishes.Load().Select(wish => new DashboardItem(wish)).Concat(await builtIns.LoadAsync(ground, cancellationToken).ConfigureAwait(false)).ToList();
        _schedule.KeepOnly(all.Select(item => item.Uid).ToHashSet());
        var due = all.Where(item => _schedule.IsDue(item.Uid, item.Signature)).ToList();
        for (var index = 0; index < due.Count; index++)
        {
            metrics.SetWaiting(due.Count - index);
            var known = published.GetValueOrDefault(due[index].Uid);
            if (!_schedule.IsKnown(due[index].Uid) && known is not null && IsAsWished(due[index], known))
            {
                _schedule.Trust(due[index].Uid, due[index].Signature);
                Tell(known);
            }
            else
            {
                await PublishAsync(client, due[index], known, cancellationToken).ConfigureAwait(false);
                await Task.Delay(Pace, clock, cancellationToken).ConfigureAwait(false);
            }
        }

        metrics.SetWaiting(0);
    }

    private async Task PublishAsync(GrafanaClient client, DashboardItem item, PublishedDashboard? known, CancellationToken cancellationToken)
    {
        try
        {
            var wish = item.BuiltIn ?? await wishes.SampleAsync(item.Module!, _ground!, known?.Fields ?? "[]", cancellationToken).ConfigureAwait(false);
            var now = await publisher.PublishAsync(client, _ground!.Folder, wish, insist: false, cancellationToken).ConfigureAwait(false);
            _schedule.Succeeded(item.Uid, item.Signature, soon: item.Module is not null && wish.Fields == "[]" && item.HasDocuments);
            Tell(now);
            _toMark.Add(now.ModuleId);
        }
        catch (GrafanaException e) when (!IsAboutAll(e))
        {
            // This dashboard's own trouble; the others are looked at all the same.
            metrics.Failed(e.Reason);
            _schedule.Failed(item.Uid, item.Signature);
            logger.DashboardFailed(e, item.Uid);
            if (item.Module is { } module)
            {
                conditions.Failed(module.Module.Id, e.Reason, e.Message);
            }
        }
    }

    /// <summary>As it was when this server stopped: Grafana need not be asked at once.</summary>
    private bool IsAsWished(DashboardItem item, PublishedDashboard known) => known.State switch
    {
        DashboardState.Ours => known.Generation == item.Generation
            && known.ContentHash == ContentHash.Of((item.BuiltIn ?? wishes.Describe(item.Module!, _ground!, known.Fields)).Model),
        _ => known.Generation == item.Generation,
    };

    /// <summary>Dashboards of modules that were deleted.</summary>
    private async Task RemoveGoneAsync(GrafanaClient client, Dictionary<string, PublishedDashboard> published, CancellationToken cancellationToken)
    {
        foreach (var dashboard in published.Values.Where(dashboard => dashboard.ModuleId.Length > 0 && catalog.Find(dashboard.ModuleId) is null))
        {
            await publisher.RemoveAsync(client, dashboard, insist: false, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(
                unit =>
                {
                    store.Delete(unit, dashboard);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            await Task.Delay(Pace, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MarkAllAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        foreach (var dashboard in store.LoadAll().Where(dashboard => _toMark.Contains(dashboard.ModuleId)))
        {
            try
            {
                await annotator.MarkAsync(client, dashboard, cancellationToken).ConfigureAwait(false);
            }
            catch (GrafanaException e) when (!IsAboutAll(e))
            {
                logger.NotAnnotated(e, dashboard.Uid);
            }
        }

        _toMark.Clear();
    }

    private void Tell(PublishedDashboard dashboard)
    {
        if (dashboard.ModuleId.Length > 0)
        {
            conditions.Tell(dashboard);
        }
    }

    private void TellDown(Exception failure)
    {
        var (reason, message) = failure switch
        {
            GrafanaException e => (e.Reason, e.Message),
            DomainException e => (e.Reason, e.Message),
            _ => ("FAILED", failure.Message),
        };
        if (_failures++ == 0)
        {
            logger.GrafanaDown(failure, reason);
        }

        metrics.Failed(reason);
        health.Failed(message);
        _ground = null;
        _baseDue = clock.GetUtcNow() + ((failure as GrafanaException)?.RetryAfter ?? Backoff.After(_failures, RetryMin, RetryMax));
        foreach (var wish in wishes.Load())
        {
            conditions.Failed(wish.Module.Id, reason, message);
        }
    }

    private static bool IsAboutAll(GrafanaException failure) =>
        failure.IsTransient || failure.Failure is GrafanaFailure.Unauthorized or GrafanaFailure.TlsFailure or GrafanaFailure.NotGrafana;
}
