using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>Finds agents by what people type: an id, or the name of the node.</summary>
internal static class AgentFinder
{
    /// <summary>All agents, page by page, that the request asks for.</summary>
    public static async Task<List<Agent>> ListAsync(Session session, ListAgentsRequest request, CancellationToken cancellationToken)
    {
        var agents = new List<Agent>();
        request.PageSize = Pages.Size;
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Agents.ListAgentsAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                agents.AddRange(page.Agents);
                return page.NextPageToken;
            });
        return agents;
    }

    /// <summary>The agent of that id, or the one on that node: of several the one that is online.</summary>
    public static async Task<Agent> FindAsync(Session session, string nameOrId, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(nameOrId, "D", out _))
        {
            var answer = await session.Client.Agents.GetAgentAsync(new GetAgentRequest { AgentId = nameOrId }, cancellationToken: cancellationToken);
            return answer.Agent;
        }

        var all = await ListAsync(session, new ListAgentsRequest { FilterText = nameOrId }, cancellationToken);
        var there = all.FindAll(agent => agent.NodeName == nameOrId);
        var online = there.FindAll(agent => agent.State == AgentState.Online);
        return (online.Count > 0 ? online : there) switch
        {
            [var one] => one,
            [] => throw new CliException(ExitCode.NotFound, $"There is no agent on a node '{nameOrId}'", "`tricorder agent list` shows all."),
            var many => throw new CliException(
                ExitCode.WrongUsage,
                $"There are {many.Count} agents on node '{nameOrId}'; say which by its id",
                [.. many.Select(agent => $"{agent.Id}, {EnumText.Of(agent.State)}, last seen {Age.Exactly(agent.LastSeenTime)}")]),
        };
    }
}
