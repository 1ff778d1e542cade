using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Conditions;

/// <summary>
/// Condition <c>AgentsConverged</c>: whether agents are as they should be, in the words that their instances are shown in.
/// </summary>
internal static class AgentConvergence
{
    public static readonly ConditionType Type = new("AgentsConverged", 30);

    private const string StopFailed = "STOP_FAILED";

    public static Condition Of(DesiredModule desired, DeploymentPhase phase, DisplayCounts shown, DateTimeOffset time)
    {
        var (status, reason) = phase switch
        {
            DeploymentPhase.Succeeded => Untroubled(shown),
            DeploymentPhase.Degraded => (ConditionStatus.False, Trouble(shown)),
            _ => (ConditionStatus.Unknown, "IN_PROGRESS"),
        };
        return new Condition(
            Type.Name, status, reason,
            Sentence(DisplayText.Of(shown, desired.Target)) + (reason == StopFailed ? " Some cordoned ones did not stop it." : ""), time);
    }

    /// <summary>
    /// Nothing is in trouble. Where not one agent is known to be as the module's deployment asks, that says nothing of it.
    /// </summary>
    private static (ConditionStatus Status, string Reason) Untroubled(DisplayCounts shown) => shown switch
    {
        { Total: 0 } => (ConditionStatus.Unknown, "NO_AGENTS"),
        { Running: 0, Stopped: 0, Cordoned: > 0 } => (ConditionStatus.Unknown, "CORDONED"),
        { Running: 0, Stopped: 0 } => (ConditionStatus.Unknown, "OFFLINE"),
        { Cordoned: > 0 } => (ConditionStatus.True, "CORDONED"),
        _ => (ConditionStatus.True, "CONVERGED"),
    };

    /// <summary>A cordoned agent that did not stop it has failed, too.</summary>
    private static string Trouble(DisplayCounts shown) => shown switch
    {
        { Held: > 0 } => "HELD",
        { Failed: 0, Unsupported: > 0 } => "UNSUPPORTED",
        { Failed: 0 } => StopFailed,
        _ => "FAILED",
    };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
