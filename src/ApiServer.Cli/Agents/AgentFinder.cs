using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>Finds agents by what people type: an id, or the name of the node.</summary>
internal static class AgentFinder
{
    public static Argument<string[]> Several(string what) => new("node")
    {
        Description = $"Node or id of each agent to {what}.",
        HelpName = "node",
        Arity = ArgumentArity.ZeroOrMore,
        CompletionSources = { Completions.Nodes },
    };

    /// <summary>What commands take as argument. Where an agent is not online, its node's name may mean another that is.</summary>
    public static string NameOf(Agent agent) => agent is { State: AgentState.Online, NodeName.Length: > 0 } ? agent.NodeName : agent.Id;

    /// <summary>
    /// What people are told: they know nodes. One that is not online is told apart by its id too, unless they named it by its node.
    /// </summary>
    public static string Told(Agent agent, string named = "") =>
        NameOf(agent) is var name && (agent.NodeName.Length == 0 || agent.NodeName == name || agent.NodeName == named)
            ? agent.NodeName.Length == 0 ? name : agent.NodeName
            : $"{agent.NodeName} ({name})";

    /// <summary>The names that were given, or of all agents that --all means.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(
        Session session, string[] given, bool all, CancellationToken cancellationToken)
    {
        if (all == given.Length > 0)
        {
            throw new CliException(
                ExitCode.WrongUsage, all ? "Give nodes or --all, not both" : "Which agents? Give nodes or ids, or --all");
        }

        return all
            ? [.. (await ListAsync(session, new ListAgentsRequest(), cancellationToken))
                .Where(agent => agent.State != AgentState.Terminated)
                .Select(NameOf)]
            : given;
    }

    /// <summary>All agents, page by page, that the request asks for.</summary>
    public static Task<List<Agent>> ListAsync(Session session, ListAgentsRequest request, CancellationToken cancellationToken) =>
        Pages.ListAsync(
            token => session.Client.Agents.ListAgentsAsync(
                new ListAgentsRequest(request) { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
            page => page.Agents,
            page => page.NextPageToken);

    /// <summary>The agent of that id, or the one on that node: of several the one that is online.</summary>
    public static async Task<Agent> FindAsync(Session session, string nameOrId, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(nameOrId, "D", out _))
        {
            var answer = await session.Client.Agents.GetAgentAsync(
                new GetAgentRequest { AgentId = nameOrId }, cancellationToken: cancellationToken);
            return answer.Agent;
        }

        var all = await ListAsync(session, new ListAgentsRequest { FilterText = nameOrId }, cancellationToken);
        var there = all.FindAll(agent => agent.NodeName == nameOrId);
        var online = there.FindAll(agent => agent.State == AgentState.Online);
        return (online.Count > 0 ? online : there) switch
        {
            [var one] => one,
            [] => throw new CliException(
                ExitCode.NotFound, $"There is no agent on a node '{nameOrId}'", "`tricorder agent list` shows all."),
            var many => throw new CliException(
                ExitCode.WrongUsage,
                $"There are {many.Count} agents on node '{nameOrId}'; say which by its id",
                [.. many.Select(agent => $"{agent.Id}, {EnumText.Of(agent.State)}, last seen {Age.Exactly(agent.LastSeenTime)}")]),
        };
    }
}
