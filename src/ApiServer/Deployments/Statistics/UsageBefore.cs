using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>
/// What one agent said of its modules the last time, to be asked for in the order in which it says them now. Agents mostly keep their
/// order. One that does not must not cost a search for each module, so from the first that is elsewhere they are found by their ids.
/// </summary>
internal sealed class UsageBefore(IReadOnlyList<ModuleUsage> before)
{
    private Dictionary<string, ModuleUsage>? _byModule;

    /// <param name="moduleId">The module.</param>
    /// <param name="index">Where it is in what the agent says now.</param>
    public ModuleUsage? Of(string moduleId, int index) =>
        index < before.Count && before[index] is var same && same.ModuleId == moduleId ? same
        : (_byModule ??= ByModule()).GetValueOrDefault(moduleId);

    private Dictionary<string, ModuleUsage> ByModule()
    {
        var byModule = new Dictionary<string, ModuleUsage>(before.Count, StringComparer.Ordinal);
        foreach (var usage in before)
        {
            byModule.TryAdd(usage.ModuleId, usage); // Said twice: the first counts.
        }

        return byModule;
    }
}
