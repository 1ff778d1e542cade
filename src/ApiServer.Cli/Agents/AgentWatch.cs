using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>`agent watch`.</summary>
internal static class AgentWatch
{
    public static Command Create() => new ApiCommand(
        "watch",
        "Show all agents, then a line for each that changes, until Ctrl-C. "
        + "With -o json each line is an agent, or {\"deletedIds\": [...]} for those forgotten.",
        "tricorder agent watch",
        "tricorder agent watch -o json | jq -r 'select(.state == \"AGENT_STATE_OFFLINE\") | .nodeName'")
    {
        DefaultTimeout = _ => null,
    }.Runs(async (session, _, cancellationToken) =>
    {
        var news = new AgentNews();
        var table = new TextTable<Agent>(session.Terminal, AgentColumns.Watched);
        await foreach (var response in Follow.WatchAsync(session, new Subscription { Agents = new AgentsTopic() }, cancellationToken))
        {
            var (agents, gone) = news.Take(response);
            if (session.Printer.IsTable)
            {
                table.Add(agents);
                gone.ForEach(agent => session.Terminal.Out.WriteLine($"{SafeText.OneLine(AgentFinder.Told(agent))}: forgotten"));
                session.Terminal.Out.Flush();
                continue;
            }

            agents.ForEach(agent => session.Printer.PrintNext(agent, AgentFinder.NameOf(agent)));
            gone.ForEach(agent => session.Printer.PrintNext(new Changes { DeletedIds = { agent.Id } }, agent.Id));
        }

        return ExitCode.Ok;
    });
}
