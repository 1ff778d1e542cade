using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
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
    InstanceRecorder recorder,
    ModuleTotals totals,
    IStoreDatabase database,
    StoreWriter writer,
    LastShown lastShown,
    ChangeFeed feed) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (known, cutOff) = await agents.LoadAsync(cancellationToken);
        var records = (await instances.LoadAllAsync(cancellationToken)).ToLookup(record => record.AgentId);
        var lost = await losses.LoadAllAsync(cancellationToken);
        var generation = await GenerationCounter.LastAsync(database, cancellationToken);
        var all = await store.LoadAllAsync(cancellationToken);
        lock (feed.Gate)
        {
            brake.Load(lost);
            board.LastGeneration = generation;
            phases.Quietly(() =>
            {
                foreach (var desired in all)
                {
                    board.Apply(desired);
                }

                foreach (var agent in known.Where(agent => agent.State != AgentState.Terminated))
                {
                    board.Connect(agent, records[agent.Id]);
                }
            });
        }

        if (cutOff.Count > 0)
        {
            await RecordAsync(cutOff, cancellationToken);
        }

        metrics.Observe(views, recorder);
        metrics.Observe(totals);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All at once: a start that is killed leaves the store as it was, or as it is now.</summary>
    private Task RecordAsync(IReadOnlyList<Agent> cutOff, CancellationToken cancellationToken) => writer.WriteAsync(
        unit =>
        {
            agents.Record(unit, cutOff);
            lastShown.RecordCutOff(unit, cutOff);
        },
        cancellationToken);
}
