using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// Which modules wrote rows or failed since the last look, agent by agent: an agent that comes or goes changes every sum, and says nothing of
/// what happens now.
/// </summary>
internal sealed class UsageChanges
{
    private Dictionary<string, IReadOnlyList<ModuleUsage>> _before = [];

    /// <param name="online">All agents that are online, with what they report.</param>
    public (HashSet<string> Wrote, HashSet<string> Failed) Look(IReadOnlyList<KnownAgent> online)
    {
        var (wrote, failed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var now = new Dictionary<string, IReadOnlyList<ModuleUsage>>(online.Count, StringComparer.Ordinal);
        foreach (var known in online)
        {
            var before = _before.GetValueOrDefault(known.Agent.Id);
            foreach (var (index, usage) in ReferenceEquals(before, known.Usage) ? [] : known.Usage.Index())
            {
                var had = before is null ? null : UsageBefore.Of(before, usage.ModuleId, index);

                // Counters begin anew when an agent restarts: less than before is as good as more. Of an agent that has just come, rows are of
                // another time; so are errors, but where it has never written one.
                if (had is null ? before is not null && usage.RowsWritten > 0 : usage.RowsWritten != had.RowsWritten)
                {
                    wrote.Add(usage.ModuleId);
                }

                if (had is null ? usage.RowsWritten == 0 && Failures(usage) > 0 : Failures(usage) != Failures(had))
                {
                    failed.Add(usage.ModuleId);
                }
            }

            // One that has just come back has said nothing yet.
            var all = known.Reported;
            now[known.Agent.Id] = all.Count > 0 || before is null ? all : before;
        }

        _before = now;
        return (wrote, failed);
    }

    /// <summary>Lost events are no errors in an agent's counters, but they are when they are what it complains of.</summary>
    private static long Failures(ModuleUsage usage) => usage.Errors + (usage.LastErrorKind == ModuleErrorKind.Lost ? usage.LostEvents : 0);
}
