using System.Globalization;
using Tricorder.ApiServer.Deployments.Desired;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Counts in words, the same in conditions and events.</summary>
internal static class DisplayText
{
    /// <summary>Such as "22 of 25 agents running; 2 cordoned, 1 failed": what should be first, then whatever else there is.</summary>
    public static string Of(DisplayCounts counts, DeploymentTarget target)
    {
        var goal = target == DeploymentTarget.Deployed ? DisplayState.Running : DisplayState.Stopped;
        var reached = counts.ByState().Single(each => each.State == goal).Count;
        var others = counts.ByState()
            .Where(each => each.State != goal && each.Count > 0).Select(each => Text(each.Count, each.State)).ToList();
        return counts.Total == 0 ? "there are no agents"
            : string.Create(CultureInfo.InvariantCulture, $"{reached} of {counts.Total} agents {Word(goal)}")
                + (others.Count > 0 ? "; " + string.Join(", ", others) : "");
    }

    public static string Word(DisplayState state) => state.ToString().ToLowerInvariant();

    private static string Text(int count, DisplayState state) => string.Create(CultureInfo.InvariantCulture, $"{count} {Word(state)}");
}
