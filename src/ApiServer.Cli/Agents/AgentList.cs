using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>`agent list`.</summary>
internal static class AgentList
{
    public static Command Create()
    {
        var filter = OptionKinds.Text("--filter", "text", "Only agents whose id, node, version or labels (key=value) contain this text.");
        var state = OptionKinds.ApiChoice<AgentState>("--state", "Only agents in this state.");
        var command = new ApiCommand(
            "list",
            "List agents, by node.",
            "tricorder agent list",
            "tricorder agent list --state offline -o wide",
            "tricorder agent list --state terminated -o name | xargs tricorder agent forget --yes")
        {
            filter,
            state,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var request = new ListAgentsRequest { FilterText = arguments.GetValue(filter) ?? "", State = arguments.GetValue(state) };
            var agents = await AgentFinder.ListAsync(session, request, cancellationToken);
            agents.Sort((one, other) => string.CompareOrdinal(one.NodeName, other.NodeName));
            var answer = new ListAgentsResponse { Agents = { agents }, TotalSize = agents.Count };
            session.Printer.Print(agents, answer, AgentFinder.NameOf, AgentColumns.All, "There are no such agents.");
            return ExitCode.Ok;
        });
    }
}
