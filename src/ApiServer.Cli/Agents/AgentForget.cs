using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>`agent forget`.</summary>
internal static class AgentForget
{
    public static Command Create()
    {
        var nodes = AgentFinder.Several("forget");
        nodes.Arity = ArgumentArity.OneOrMore;
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "forget",
            "Forget agents that are gone for good. One that is online can not be forgotten; one that comes back is known again.",
            "tricorder agent forget node-1",
            "tricorder agent list --state terminated -o name | xargs tricorder agent forget --yes")
        {
            nodes,
            yes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var names = arguments.GetValue(nodes)!;
            Confirmation.Require(session.Terminal, arguments.GetValue(yes), $"Forget {string.Join(", ", names)}?");
            return await EachName.DoAsync(session, names, async name =>
            {
                var agent = await AgentFinder.FindAsync(session, name, cancellationToken);
                await session.Client.Agents.DeleteAgentAsync(
                    new DeleteAgentRequest { AgentId = agent.Id }, cancellationToken: cancellationToken);
                session.Printer.Done($"{AgentFinder.Told(agent, name)}: forgotten", agent.Id, new GetAgentResponse { Agent = agent });
            });
        });
    }
}
