using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>`agent cordon` and `agent uncordon`.</summary>
internal static class AgentCordon
{
    public static Command CreateCordon() => Create(
        cordoned: true,
        "cordon",
        "Stop all modules on agents, and keep them from running there: the emergency stop for a node.",
        "tricorder agent cordon node-1 node-2",
        "tricorder agent cordon --all --yes");

    public static Command CreateUncordon() => Create(
        cordoned: false,
        "uncordon",
        "Let modules run on agents again.",
        "tricorder agent uncordon node-1",
        "tricorder agent uncordon --all --yes");

    private static ApiCommand Create(bool cordoned, string name, string description, params string[] examples)
    {
        var nodes = AgentFinder.Several(name);
        var all = new Option<bool>("--all") { Description = "All agents that are online or offline." };
        var yes = Confirmation.Yes();
        var command = new ApiCommand(name, description, examples)
        {
            nodes,
            all,
            yes,
        };
        command.DefaultTimeout = _ => TimeSpan.FromMinutes(5);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var names = await AgentFinder.NamesAsync(session, arguments.GetValue(nodes)!, arguments.GetValue(all), cancellationToken);
            if (names.Count == 0)
            {
                session.Terminal.Error.WriteLine("There are no agents.");
            }
            else if (arguments.GetValue(all))
            {
                var what = cordoned ? "Stop all modules on" : "Let modules run again on";
                await Reach.ConfirmAsync(session, arguments.GetValue(yes), _ => $"{what} all {names.Count} agents", cancellationToken);
            }

            return await EachName.DoAsync(session, names, async node =>
            {
                var agent = await AgentFinder.FindAsync(session, node, cancellationToken);
                var request = new UpdateAgentRequest
                {
                    Agent = new Agent { Id = agent.Id, Cordoned = cordoned },
                    UpdateMask = new() { Paths = { "cordoned" } },
                };
                var answer = await session.Client.Agents.UpdateAgentAsync(request, cancellationToken: cancellationToken);
                var already = agent.Cordoned == cordoned ? " already" : "";
                session.Printer.Done($"{AgentFinder.Told(agent, node)}:{already} {name}ed", AgentFinder.NameOf(agent), answer);
            });
        });
    }
}
