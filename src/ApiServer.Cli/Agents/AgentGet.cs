using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>`agent get`.</summary>
internal static class AgentGet
{
    public static Command Create()
    {
        var nodes = AgentFinder.Several("show");
        nodes.Arity = ArgumentArity.OneOrMore;
        var command = new ApiCommand(
            "get",
            "Show agents: facts, and how each module is doing there.",
            "tricorder agent get node-1",
            "tricorder agent get node-1 node-2 -o json | jq '.instances[] | select(.displayState == \"DISPLAY_STATE_FAILED\")'")
        {
            nodes,
        };
        return command.Runs((session, arguments, cancellationToken) =>
        {
            var isFirst = true;
            return EachName.DoAsync(session, arguments.GetValue(nodes)!, async name =>
            {
                var agent = await AgentFinder.FindAsync(session, name, cancellationToken);
                var request = new ListModuleInstancesRequest { AgentId = agent.Id };
                var instances = await ModuleInstances.ListAsync(session, request, cancellationToken);
                if (session.Printer.IsTable && !isFirst)
                {
                    session.Terminal.Out.WriteLine();
                }

                isFirst = false;
                Print(session, agent, instances);
            });
        });
    }

    private static void Print(Session session, Agent agent, ListModuleInstancesResponse instances) => session.Printer.Print(
        () =>
        {
            var document = ProtoText.Node(new GetAgentResponse { Agent = agent }).AsObject();
            document["instances"] = ProtoText.ListNode(instances)["instances"]!.DeepClone();
            session.Printer.PrintDocument(document);
        },
        AgentFinder.NameOf(agent),
        () =>
        {
            AgentFacts.Print(session, agent);
            session.Terminal.Out.WriteLine();
            session.Printer.Table(instances.Instances, AgentInstances.Columns, "No module has been deployed to it.");
        });
}
