using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Grafana.Access;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Tests.Hosting.Telemetry;

namespace Tricorder.ApiServer.Tests.Reconciling;

/// <summary>What holds for every loop of the server, and docs/reconciling.md, which lists them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AllLoopsTests : IAsyncDisposable
{
    private static readonly Type[] All =
        [.. typeof(IReconciler).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IReconciler)))];

    private readonly AllLoops _loops = new();

    public async ValueTask DisposeAsync() => await _loops.DisposeAsync();

    [Test]
    public void Loops_OfTheAssembly_AreAllRegisteredAndDeclareWhenTheyRun()
    {
        var loops = _loops.List();

        Assert.That(loops.Select(loop => loop.GetType()), Is.EquivalentTo(All));
        Assert.That(loops.Select(loop => loop.Plan.Name), Is.Unique);
        foreach (var plan in loops.Select(loop => loop.Plan))
        {
            Assert.That(plan.Resync, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(10)), plan.Name);
            Assert.That(plan.Trigger, Is.Not.Null, plan.Name);
            Assert.That(plan.Phase, Is.EqualTo(plan.RequiresLeader ? ProcessPhase.Lead : ProcessPhase.Serve), plan.Name);
            Assert.That(plan.PauseAfter(1), Is.GreaterThan(TimeSpan.Zero), plan.Name);
        }
    }

    [Test]
    public void Document_Table_IsThatOfTheLoops()
    {
        var rows = File.ReadLines(Path.Combine(MetricsDocument.Repository, "docs", "reconciling.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.That(rows, Is.EqualTo(_loops.List().Select(loop => Row(loop.Plan)).Order(StringComparer.Ordinal)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Rooms_InAnyOrder_DoTheSame(bool everything)
    {
        var settings = everything ? _loops.Everything() : [];

        Assert.That(Parts(_loops.Build(reversed: true, settings)), Is.EqualTo(Parts(_loops.Build(reversed: false, settings))));
    }

    private static IReadOnlyList<string> Parts(ServiceProvider provider) =>
    [
        .. new object[]
        {
            provider.GetRequiredService<IDeploymentPrerequisites>(),
            provider.GetRequiredService<IRowArrivals>(),
            provider.GetRequiredService<IProcessReports>(),
            provider.GetRequiredService<ITokenReviewer>(),
            provider.GetRequiredService<GrafanaAccess>(),
            provider.GetRequiredService<TableAccess>(),
        }.Select(part => part.GetType().Name),
        $"follows pods: {provider.GetRequiredService<NodeContainers>().IsFollowed}",
        $"own pod: {provider.GetRequiredService<ServerPod>()}",
        .. provider.GetServices<IReconciler>().Select(loop => loop.Plan.Name).Order(StringComparer.Ordinal),
        .. StepOrder.Of(provider.GetServices<IPhaseStep>()).Select(step => step.GetType().Name),
        .. provider.GetServices<IPhaseTask>().Select(task => task.GetType().Name).Order(StringComparer.Ordinal),
        .. provider.GetServices<IHostedService>().Select(service => service.GetType().Name).Order(StringComparer.Ordinal),
    ];

    private static string Row(LoopPlan plan) =>
        $"| `{plan.Name}` | {plan.Work} | {plan.Trigger} | {Text(plan.Resync)} | {(plan.RequiresLeader ? "yes" : "no")} |";

    private static string Text(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? $"{time.TotalMilliseconds} ms"
        : time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds} s" : $"{time.TotalMinutes} min";
}
