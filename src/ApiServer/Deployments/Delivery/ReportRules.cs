using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>What an agent's report is about, and what it means for the instance.</summary>
internal static class ReportRules
{
    /// <summary>Only answers to what it was told last are taken. An answer that names no generation is about what is outstanding.</summary>
    public static bool IsAbout(Instance instance, ModuleReport report, bool isOutstanding) => report.Generation is { } generation
        ? AnswersLastUpdate(instance, report, generation) || FailsWhatItCameWith(instance, report, generation)
        : isOutstanding;

    public static InstanceState StateOf(ModuleReport report) =>
        report.State == ReportedState.Succeeded ? InstanceState.Succeeded : InstanceState.Failed;

    public static InstanceChange Judge(Instance instance, ModuleReport report)
    {
        var isLegacy = instance.Agent.Protocol == AgentProtocol.Legacy;

        // A legacy agent answers FAILED when it has no such module: that is gone, too.
        var succeeded = report.State == ReportedState.Succeeded || (!instance.Told.Deploy && isLegacy);
        return new InstanceChange(
            instance.ModuleId,
            succeeded ? instance.Told.ResultingRevision : RunsAfterFailure(instance, isLegacy),
            instance.Told.Generation,
            succeeded ? InstanceState.Succeeded : InstanceState.Failed,
            report.Message,
            instance.Attempt);
    }

    private static bool AnswersLastUpdate(Instance instance, ModuleReport report, long generation) => generation != 0
        && generation == instance.Told.Generation
        && (report.Revision is null or 0 || report.Revision == instance.Told.Revision);

    /// <summary>What an agent said it runs in its hello was given to it on an earlier stream, whose answer may never have come.</summary>
    private static bool FailsWhatItCameWith(Instance instance, ModuleReport report, long generation) => report.State == ReportedState.Failed
        && instance is { GivenAt: null, IsInDoubt: false, Observed: > 0 }
        && report.Revision == instance.Observed
        && generation > 0 && generation <= instance.Generation;

    /// <summary>A failed upgrade keeps the old revision running; a revision that itself failed does not run.</summary>
    private static int RunsAfterFailure(Instance instance, bool isLegacy) => !instance.Told.Deploy
        ? instance.Observed
        : isLegacy || instance.Observed == instance.Told.Revision ? 0 : instance.Observed;
}
