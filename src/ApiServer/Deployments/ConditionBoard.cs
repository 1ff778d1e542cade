using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// What other rooms say about deployments, in memory: they find it out again after a restart. A type that no room has claimed is
/// NOT_CONFIGURED, and of a module that is not deployed nobody looks. Guarded by the feed's gate.
/// </summary>
internal sealed class ConditionBoard(ConvergenceBoard board, ChangeFeed feed, TimeProvider clock)
{
    private readonly HashSet<string> _claimed = [];

    /// <summary>From now on a room answers for these types.</summary>
    public void Claim(params IReadOnlyList<string> types)
    {
        lock (feed.Gate)
        {
            _claimed.UnionWith(types);
        }
    }

    /// <summary>Says how a deployment is. Of a module that is not deployed, or not any more, there is nothing to say.</summary>
    public void Set(
        string moduleId, string type, ConditionStatus status, string reason, string message, IReadOnlyList<ErrorCount>? errors = null)
    {
        lock (feed.Gate)
        {
            if (!board.Modules.TryGetValue(moduleId, out var module) || !module.Desired.IsDeployed)
            {
                return;
            }

            var before = module.Conditions.GetValueOrDefault(type);
            var redacted = Redaction.Of(message);
            if (before is null || before.Status != status || before.Reason != reason || before.Message != redacted
                || !before.Errors.SequenceEqual(errors ?? []))
            {
                module.Conditions[type] = new Condition(type, status, reason, redacted, clock.GetUtcNow()) { Errors = errors ?? [] };
                feed.Mark(Topic.Modules, moduleId);
            }
        }
    }

    /// <param name="desired">The deployment.</param>
    /// <param name="type">Which condition of it.</param>
    /// <param name="notConfigured">What to say when no room answers for it.</param>
    public Condition Of(DesiredModule desired, string type, string notConfigured)
    {
        if (!_claimed.Contains(type))
        {
            return new Condition(type, ConditionStatus.NotConfigured, "NOT_CONFIGURED", notConfigured, desired.StartTime);
        }

        if (!desired.IsDeployed)
        {
            return new Condition(type, ConditionStatus.Unknown, "NOT_DEPLOYED", "The module is not deployed.", desired.StartTime);
        }

        return board.Modules.GetValueOrDefault(desired.ModuleId)?.Conditions.GetValueOrDefault(type)
            ?? new Condition(type, ConditionStatus.Unknown, "PENDING", "Not looked at yet.", desired.StartTime);
    }
}
