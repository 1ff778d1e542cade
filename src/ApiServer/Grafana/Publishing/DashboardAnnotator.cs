using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>Marks on a module's dashboard what happened to the module, in order, each once as far as a crash lets it.</summary>
internal sealed class DashboardAnnotator(
    EventStore events, DashboardStore store, StoreWriter writer, GrafanaMetrics metrics, ILogger<DashboardAnnotator> logger)
{
    private const int MaxAtOnce = 100;

    /// <summary>How many were marked.</summary>
    public async Task<int> MarkAsync(GrafanaClient client, PublishedDashboard dashboard, CancellationToken cancellationToken)
    {
        if (dashboard.ModuleId.Length == 0 || dashboard.State == DashboardState.Deleted)
        {
            return 0;
        }

        var marked = 0;
        var news = await events.ListAfterAsync(
            dashboard.Annotated, new EventFilter(ModuleId: dashboard.ModuleId), MaxAtOnce, cancellationToken);
        foreach (var happened in news.Where(IsMarked))
        {
            metrics.Wrote("annotation");
            marked++;
            try
            {
                await client.Annotations.AddAsync(
                    new AnnotationModel(
                        dashboard.Uid,
                        dashboard.GrafanaId,
                        happened.Time,
                        TextOf(happened),
                        ["tricorder", happened.Kind.ToLowerInvariant()]),
                    cancellationToken);
            }
            catch (GrafanaException e) when (e.Failure is GrafanaFailure.Rejected or GrafanaFailure.NotFound or GrafanaFailure.Forbidden)
            {
                // It would be refused again; those after it may not be.
                logger.NotAnnotated(e, dashboard.Uid);
            }

            await RememberAsync(dashboard, happened.Sequence, cancellationToken);
        }

        if (news.Count > 0 && !IsMarked(news[^1]))
        {
            await RememberAsync(dashboard, news[^1].Sequence, cancellationToken);
        }

        return marked;
    }

    private static bool IsMarked(ServerEvent happened) =>
        happened.Kind is EventKinds.DeployRequested or EventKinds.UndeployRequested or EventKinds.RollbackRequested
        || (happened.Kind == EventKinds.PhaseReached && happened.Outcome == EventOutcomes.Failed);

    private static string TextOf(ServerEvent happened) => happened.Kind == EventKinds.PhaseReached
        ? happened.Message
        : $"{happened.Message} Revision {happened.Revision}, by {happened.Origin.Actor}.";

    private Task<bool> RememberAsync(PublishedDashboard dashboard, long sequence, CancellationToken cancellationToken) => writer.WriteAsync(
        unit =>
        {
            store.SetAnnotated(unit, dashboard.Id, sequence);
            return true;
        },
        cancellationToken);
}
