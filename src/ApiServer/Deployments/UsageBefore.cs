using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What an agent said of a module the last time.</summary>
internal static class UsageBefore
{
    /// <param name="before">All that it said then.</param>
    /// <param name="moduleId">The module.</param>
    /// <param name="index">Where it is in what the agent says now: agents mostly keep their order.</param>
    public static ModuleUsage? Of(IReadOnlyList<ModuleUsage> before, string moduleId, int index) =>
        index < before.Count && before[index].ModuleId == moduleId ? before[index] : before.FirstOrDefault(old => old.ModuleId == moduleId);
}
