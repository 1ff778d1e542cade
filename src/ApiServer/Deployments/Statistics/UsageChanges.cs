using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>Which modules wrote rows or failed since the last look, on agents that are online.</summary>
internal static class UsageChanges
{
    public static (HashSet<string> Wrote, HashSet<string> Failed) Of(IReadOnlyList<UsageStep> steps)
    {
        var (wrote, failed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var step in steps.Where(step => step.IsThere))
        {
            // Counters begin anew when an agent restarts: less than before is as good as more. Of an agent that has just come, rows are of
            // another time; so are errors, but where it has never written one.
            var (has, had) = (step.Has, step.WasThere ? step.Had : null);
            if (had is null ? step.WasThere && has.RowsWritten > 0 : has.RowsWritten != had.RowsWritten)
            {
                wrote.Add(has.ModuleId);
            }

            if (had is null ? has.RowsWritten == 0 && Failures(has) > 0 : Failures(has) != Failures(had))
            {
                failed.Add(has.ModuleId);
            }
        }

        return (wrote, failed);
    }

    /// <summary>Lost events are no errors in an agent's counters, but they are when they are what it complains of.</summary>
    private static long Failures(ModuleUsage usage) => usage.Errors + (usage.LastErrorKind == ModuleErrorKind.Lost ? usage.LostEvents : 0);
}
