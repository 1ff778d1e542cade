using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>
/// Goes through instances in the order of module and agent, from after a position on; the module and the agent there may be gone. It looks
/// at nothing that it does not return, whatever the number of modules and agents. Part of live state.
/// </summary>
internal sealed class InstanceWalk(FleetState board, InstanceFilter filter)
{
    /// <summary>Modules and agents that were looked at.</summary>
    public int Visited { get; private set; }

    /// <summary>All that the filter asks for by module and agent.</summary>
    public int Count() => (filter.ModuleId, filter.AgentId) switch
    {
        ("", "") => (board.Index.ShownModules * board.Agents.Count) + board.Index.Count - board.Index.CountOfShown,
        (var module, "") => board.Index.IsShown(module) ? board.Agents.Count : board.Index.CountOf(module),
        ("", var id) => board.Agents.TryGetValue(id, out var agent)
            ? board.Index.ShownModules + agent.Instances.Count - agent.ShownInstances
            : 0,
        _ => After(null).Count(),
    };

    public IEnumerable<(string ModuleId, FleetAgent Agent)> After((string ModuleId, string AgentId)? position)
    {
        var (first, afterAgent) = position ?? ("", "");
        foreach (var moduleId in ModulesFrom(first))
        {
            Visited++;
            foreach (var agent in AgentsOf(moduleId, moduleId == first ? afterAgent : ""))
            {
                Visited++;
                yield return (moduleId, agent);
            }
        }
    }

    private IEnumerable<string> ModulesFrom(string first)
    {
        if (filter.ModuleId.Length > 0)
        {
            return string.CompareOrdinal(filter.ModuleId, first) >= 0 ? [filter.ModuleId] : [];
        }

        return filter.AgentId.Length == 0 ? Following(first, board.Index.ModuleAfter)
            : board.Agents.TryGetValue(filter.AgentId, out var agent) ? Following(first, id => board.Index.ModuleAfter(id, agent))
            : [];
    }

    private static IEnumerable<string> Following(string first, Func<string, string?> after)
    {
        for (var id = first.Length > 0 ? first : after(first); id is not null; id = after(id))
        {
            yield return id;
        }
    }

    private IEnumerable<FleetAgent> AgentsOf(string moduleId, string after)
    {
        if (filter.AgentId.Length > 0)
        {
            return string.CompareOrdinal(filter.AgentId, after) > 0 && board.Agents.TryGetValue(filter.AgentId, out var agent)
                && (board.Index.IsShown(moduleId) || agent.Instances.ContainsKey(moduleId)) ? [agent] : [];
        }

        return board.Index.IsShown(moduleId)
            ? board.AgentsAfter(after)
            : board.Index.Of(moduleId, after).Select(instance => instance.Agent);
    }
}
