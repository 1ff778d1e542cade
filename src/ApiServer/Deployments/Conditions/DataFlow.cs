using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Statistics;

namespace Tricorder.ApiServer.Deployments.Conditions;

/// <summary>
/// Whether deployed modules give rows, from what agents report of them with their heartbeats. Agents of 2023 report nothing: where no other
/// runs a module, the rows that arrive tell.
/// </summary>
internal sealed class DataFlow(
    FleetState board, DeploymentConditions conditions, IRowArrivals arrivals, LiveState live, TimeProvider clock, ILogger<DataFlow> logger)
    : IFleetReader
{
    public static readonly ConditionType Type = new("DataFlowing", 50, "No observability database is configured.");

    private const int MaxErrors = 10;
    private static readonly TimeSpan QuietAfter = TimeSpan.FromMinutes(5);

    // Agents report every 15 s or so, and keep saying their last error.
    private static readonly TimeSpan FailingFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Seen> _seen = [];

    public void Read(FleetReport look)
    {
        try
        {
            JudgeAll(look);
        }
        catch (Exception e)
        {
            // What agents report must never stop the server.
            logger.FlowNotJudged(e);
        }
    }

    private void JudgeAll(FleetReport look)
    {
        var (wrote, failed) = UsageChanges.Of(look.Steps);
        var reported = look.Online.SelectMany(known => known.Usage).ToLookup(usage => usage.ModuleId);
        foreach (var module in Deployed())
        {
            List<ModuleUsage> usage = [.. reported[module.ModuleId]];
            if (usage.Count > 0)
            {
                Judge(module.ModuleId, usage, wrote.Contains(module.ModuleId), failed.Contains(module.ModuleId));
            }
            else
            {
                JudgeByRows(module);
            }
        }
    }

    private List<DesiredModule> Deployed() => live.Read(() =>
    {
        var deployed = board.Deployed.Select(module => module.Desired).ToList();
        foreach (var gone in _seen.Keys.Except(deployed.Select(desired => desired.ModuleId)).ToList())
        {
            _seen.Remove(gone);
        }

        return deployed;
    });

    private void Judge(string moduleId, List<ModuleUsage> usage, bool wrote, bool failed)
    {
        var now = clock.GetUtcNow();

        // At the first look all that was written counts: nothing else tells that rows come.
        var isFirst = !_seen.TryGetValue(moduleId, out var before);
        wrote |= isFirst && usage.Exists(each => each.RowsWritten > 0);
        var seen = _seen[moduleId] = new Seen(
            wrote ? now : before?.GrewAt ?? DateTimeOffset.MinValue, failed ? now : before?.FailedAt ?? DateTimeOffset.MinValue);
        var last = Count(usage);
        if (last.Count > 0 && (now - seen.FailedAt < FailingFor || now - seen.GrewAt >= QuietAfter))
        {
            var (reason, message) = Explain(MostFrequent(last));
            conditions.Set(moduleId, Type, ConditionStatus.False, reason, message, [.. last.Take(MaxErrors)]);
        }
        else if (usage.TrueForAll(each => each.Events == 0))
        {
            conditions.Set(
                moduleId,
                Type,
                ConditionStatus.False,
                "NO_EVENTS",
                "The eBPF program has submitted no event yet, on any agent.");
        }
        else if (now - seen.GrewAt < QuietAfter)
        {
            conditions.Set(moduleId, Type, ConditionStatus.True, "FLOWING", "Agents write rows.");
        }
        else
        {
            conditions.Set(moduleId, Type, ConditionStatus.False, "NO_EVENTS", "No row was written for five minutes.");
        }
    }

    private void JudgeByRows(DesiredModule module)
    {
        var now = clock.GetUtcNow();
        var newest = arrivals.NewestOf(module.ModuleId);
        if (now - newest < QuietAfter)
        {
            conditions.Set(module.ModuleId, Type, ConditionStatus.True, "FLOWING", "Rows arrive in the table.");
        }
        else if (newest is not null && now - module.StartTime > QuietAfter)
        {
            conditions.Set(
                module.ModuleId, Type, ConditionStatus.False, "NO_EVENTS",
                "No row has arrived for five minutes, and no agent reports on the module.");
        }
        else
        {
            conditions.Set(
                module.ModuleId, Type, ConditionStatus.Unknown, "NOT_REPORTED",
                "No agent has reported on the module, and no row has arrived yet.");
        }
    }

    /// <summary>In an agent's own word for it. What it does not say is not guessed.</summary>
    internal static (string Reason, string Message) Explain(ModuleErrorKind kind) => kind switch
    {
        ModuleErrorKind.Ebpf => ("EBPF_ERROR", "The eBPF program fails; see the errors."),
        ModuleErrorKind.Wasm => ("WASM_ERROR", "The WASM function fails; see the errors."),
        ModuleErrorKind.Insert => ("INSERT_FAILED", "Agents can not insert rows; see the errors."),
        ModuleErrorKind.Lost => ("EVENTS_LOST", "Events are lost because a buffer is full; see the errors."),
        _ => ("ERRORS_REPORTED", "Agents report errors and do not say of what kind; see the errors."),
    };

    /// <summary>What most agents have; of several, what is nearest to the rows.</summary>
    internal static ModuleErrorKind MostFrequent(IReadOnlyList<ErrorCount> errors) => errors.GroupBy(error => error.Kind)
        .OrderByDescending(group => group.Sum(error => error.Count))
        .ThenByDescending(group => group.Key == ModuleErrorKind.Lost ? 0 : (int)group.Key)
        .First().Key;

    internal static List<ErrorCount> Count(IReadOnlyList<ModuleUsage> usage) =>
    [
        .. usage.Where(each => each.LastError.Length > 0).GroupBy(each => (each.LastError, each.LastErrorKind))
            .Select(group => new ErrorCount(group.Key.LastError, group.Count(), group.Key.LastErrorKind))
            .OrderByDescending(error => error.Count),
    ];

    private sealed record Seen(DateTimeOffset GrewAt, DateTimeOffset FailedAt);
}
