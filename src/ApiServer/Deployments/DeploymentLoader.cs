using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>Fills the board from the store at start, before anybody is served.</summary>
internal sealed class DeploymentLoader(
    AgentLoader agents,
    DeploymentStore store,
    InstanceStore instances,
    LossStore losses,
    PoisonBrake brake,
    ConvergenceBoard board,
    PhaseWatcher phases,
    DeploymentMetrics metrics,
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
        var (known, cutOff) = agents.Load();
        live.Change(() => Load(known));
        if (cutOff.Count > 0)
        {
            await RecordAsync(cutOff, lastShown.CutOff(cutOff), cancellationToken);
        }

        metrics.Observe(views, answers);
        metrics.Observe(totals);
    }

    private void Load(IReadOnlyList<Agent> known)
    {
        var records = instances.LoadAll().ToLookup(record => record.AgentId);
        brake.Load(losses.LoadAll());
        board.LastGeneration = GenerationCounter.Last(database);
        phases.Quietly(() =>
        {
            foreach (var desired in store.LoadAll())
            {
                board.Apply(desired);
            }

            foreach (var agent in known.Where(agent => agent.State != AgentState.Terminated))
            {
                board.Connect(agent, records[agent.Id]);
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
}
