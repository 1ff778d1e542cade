using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Conditions;

/// <summary>
/// What other rooms say about deployments, in memory: they find it out again after a restart. A type that no room answers for is
/// NOT_CONFIGURED, and of a module that is not deployed nobody looks. Part of live state.
/// </summary>
internal sealed class DeploymentConditions(
    FleetState board, IEnumerable<ConditionRegistration> types, LiveState live, ChangeFeed feed, TimeProvider clock)
{
    private readonly List<ConditionRegistration> _types = [.. types];

    /// <summary>Says how a deployment is. Of a module that is not deployed, or not any more, there is nothing to say.</summary>
    public void Set(
        string moduleId, ConditionType type, ConditionStatus status, string reason, string message,
        IReadOnlyList<ErrorCount>? errors = null) => live.Change(() =>
    {
        if (!board.Modules.TryGetValue(moduleId, out var module) || !module.Desired.IsDeployed)
        {
            return;
        }

        var before = module.Conditions.GetValueOrDefault(type.Name);
        var redacted = Redaction.Of(message);
        if (before is null || before.Status != status || before.Reason != reason || before.Message != redacted
            || !before.Errors.SequenceEqual(errors ?? []))
        {
            module.Conditions[type.Name] =
                new Condition(type.Name, status, reason, redacted, clock.GetUtcNow()) { Errors = errors ?? [] };
            feed.Mark(Topic.Modules, moduleId);
        }
    });

    /// <summary>The conditions of a deployment by their order: those of other rooms, and those that follow from the deployment.</summary>
    /// <param name="desired">The deployment.</param>
    /// <param name="said">What other rooms say of it, by type.</param>
    /// <param name="derived">What follows from it.</param>
    public IReadOnlyList<Condition> Of(
        DesiredModule desired,
        IReadOnlyDictionary<string, Condition> said,
        params IReadOnlyList<(ConditionType Type, Condition Condition)> derived) =>
    [
        .. _types.Select(registered => (registered.Type, Condition: Of(desired, said, registered))).Concat(derived)
            .OrderBy(each => each.Type.Order)
            .Select(each => each.Condition),
    ];

    private static Condition Of(DesiredModule desired, IReadOnlyDictionary<string, Condition> said, ConditionRegistration registered)
    {
        var type = registered.Type.Name;
        if (!registered.IsConfigured)
        {
            return new Condition(type, ConditionStatus.NotConfigured, "NOT_CONFIGURED", registered.Type.NotConfigured, desired.StartTime);
        }

        if (!desired.IsDeployed)
        {
            return new Condition(type, ConditionStatus.Unknown, "NOT_DEPLOYED", "The module is not deployed.", desired.StartTime);
        }

        return said.GetValueOrDefault(type)
            ?? new Condition(type, ConditionStatus.Unknown, "PENDING", "Not looked at yet.", desired.StartTime);
    }
}
