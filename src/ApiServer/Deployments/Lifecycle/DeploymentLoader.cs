using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Lifecycle;

/// <summary>Fills live state from the store at start, before anybody is served.</summary>
internal sealed class DeploymentLoader(
    AgentLoader agents,
    DeploymentStore store,
    InstanceStore instances,
    LossStore losses,
    CrashLoopGuard brake,
    FleetState board,
    PhaseWatcher phases,
    FleetMetrics metrics,
    DeploymentViews views,
    AnswerWriter answers,
    ModuleTotals totals,
    IStoreDatabase database,
    StoreWriter writer,
    LastShown lastShown,
    LiveState live) : IPhaseStep
{
    public ProcessPhase Phase => ProcessPhase.Lead;

    public IReadOnlyList<Type> After { get; } = [typeof(ModuleCatalogLoader)];

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var (known, cutOff) = await agents.LoadAsync(cancellationToken);
        var stored = new Stored(
            await losses.LoadAllAsync(cancellationToken),
            await GenerationCounter.LastAsync(database, cancellationToken),
            await store.LoadAllAsync(cancellationToken),
            (await instances.LoadAllAsync(cancellationToken)).ToLookup(record => record.AgentId));
        live.Change(() => Load(known, stored));
        if (cutOff.Count > 0)
        {
            await RecordAsync(cutOff, lastShown.CutOff(cutOff), cancellationToken);
        }

        metrics.Observe(views, answers);
        metrics.Observe(totals);
    }

    private void Load(IReadOnlyList<Agent> known, Stored stored)
    {
        brake.Load(stored.Losses);
        board.LastGeneration = stored.Generation;
        phases.Quietly(() =>
        {
            foreach (var desired in stored.Desired)
            {
                board.Apply(desired);
            }

            foreach (var agent in known.Where(agent => agent.State != AgentState.Terminated))
            {
                board.Connect(agent, stored.Instances[agent.Id]);
            }
        });
    }

    /// <summary>All at once: a start that is killed leaves the store as it was, or as it is now.</summary>
    private Task RecordAsync(IReadOnlyList<Agent> cutOff, IReadOnlyList<InstanceShown> shown, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            unit =>
            {
                agents.Record(unit, cutOff);
                lastShown.RecordCutOff(unit, shown);
            },
            cancellationToken);

    /// <summary>What the store has, read before live state is locked.</summary>
    private sealed record Stored(
        IReadOnlyList<Loss> Losses, long Generation, IReadOnlyList<DesiredModule> Desired, ILookup<string, InstanceRecord> Instances);
}
