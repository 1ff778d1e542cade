using Microsoft.Extensions.DependencyInjection;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Grafana.Publishing;
using Tricorder.ApiServer.Kubernetes.Processes;
using Tricorder.ApiServer.ObservabilityDb.Promscale;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Keys;

namespace Tricorder.ApiServer.Tests.Reconciling;

/// <summary>One run of each loop on a new store, where neither a database nor Grafana answers.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AllLoopsRunTests : IAsyncDisposable
{
    // They find out that it is away; the others have nothing to ask it on a new store.
    private static readonly Type[] Away =
        [typeof(TableReconciler), typeof(RetentionSweeper), typeof(PromscaleWatcher), typeof(ProcessRecorder), typeof(GrafanaReconciler)];

    private readonly AllLoops _loops = new();

    public async ValueTask DisposeAsync() => await _loops.DisposeAsync();

    [Test]
    public async Task Reconcile_NothingAnswers_SaysSoAndIsLeftAloneForAWhile()
    {
        var loops = Build().GetServices<IReconciler>().ToList();

        Assert.That(loops.Select(loop => loop.GetType()), Is.SupersetOf(Away));
        foreach (var loop in loops.Where(loop => Away.Contains(loop.GetType())))
        {
            var requeue = await loop.ReconcileAsync(CancellationToken.None);

            Assert.That((requeue.Failure, requeue.IsDeaf), Is.EqualTo(("UNREACHABLE", true)), loop.Plan.Name);
        }
    }

    [Test]
    public async Task Reconcile_NewStore_AllIsWell()
    {
        var provider = Build();
        await provider.GetRequiredService<KeyCheck>().BeginAsync(CancellationToken.None);

        foreach (var loop in provider.GetServices<IReconciler>().Where(loop => !Away.Contains(loop.GetType())))
        {
            var requeue = await loop.ReconcileAsync(CancellationToken.None);

            Assert.That(requeue.Failure, Is.Null, loop.Plan.Name);
        }
    }

    [Test]
    public void Tables_ProgressOfADeployment_IsNoNewsAndADeploymentIs()
    {
        var provider = Build();
        var trigger = provider.GetRequiredService<TableReconciler>().Plan.Trigger;
        var (board, live) = (provider.GetRequiredService<FleetState>(), provider.GetRequiredService<LiveState>());

        var before = trigger.IsNews();
        live.Change(() => board.Apply(new DesiredModule
        {
            ModuleId = "m",
            ModuleName = "m",
            Target = DeploymentTarget.Deployed,
            Revision = 1,
            Generation = 1,
            AgentsRevision = 1,
            AgentsGeneration = 1,
            StartTime = DateTimeOffset.UtcNow,
            UpdateTime = DateTimeOffset.UtcNow,
        }));

        Assert.That((before, trigger.IsNews()), Is.EqualTo((false, true)));
        Assert.That(trigger.Topics, Is.EqualTo(new[] { Topic.Modules }));
    }

    private ServiceProvider Build() => _loops.Build(reversed: false, _loops.Everything());
}
