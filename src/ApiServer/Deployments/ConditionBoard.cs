using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// What other rooms say about deployments, in memory: they find it out again after a restart. A type that no room has claimed is
/// NOT_CONFIGURED. Guarded by the feed's gate.
/// </summary>
internal sealed class ConditionBoard(ChangeFeed feed, TimeProvider clock)
{
    private readonly HashSet<string> _claimed = [];
    private readonly Dictionary<(string ModuleId, string Type), Condition> _conditions = [];

    /// <summary>From now on a room answers for these types.</summary>
    public void Claim(params IReadOnlyList<string> types)
    {
        lock (feed.Gate)
        {
            _claimed.UnionWith(types);
        }
    }

    public void Set(
        string moduleId, string type, ConditionStatus status, string reason, string message, IReadOnlyList<ErrorCount>? errors = null)
    {
        lock (feed.Gate)
        {
            var before = _conditions.GetValueOrDefault((moduleId, type));
            var redacted = Redaction.Of(message);
            if (before is null || before.Status != status || before.Reason != reason || before.Message != redacted
                || !before.Errors.SequenceEqual(errors ?? []))
            {
                _conditions[(moduleId, type)] = new Condition(type, status, reason, redacted, clock.GetUtcNow()) { Errors = errors ?? [] };
                feed.Mark(Topic.Modules, moduleId);
            }
        }
    }

    /// <summary>The module is gone.</summary>
    public void Forget(string moduleId)
    {
        lock (feed.Gate)
        {
            foreach (var key in _conditions.Keys.Where(key => key.ModuleId == moduleId).ToList())
            {
                _conditions.Remove(key);
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

        return _conditions.GetValueOrDefault((desired.ModuleId, type))
            ?? new Condition(type, ConditionStatus.Unknown, "PENDING", "Not looked at yet.", desired.StartTime);
    }
}
