using System.CommandLine;
using Tricorder.ApiServer.Cli.Agents;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module instances`.</summary>
internal static class ModuleInstances
{
    public static IReadOnlyList<Column<ModuleInstance>> Columns { get; } =
    [
        new("MODULE", instance => instance.ModuleName.Length > 0 ? instance.ModuleName : instance.ModuleId),
        new("NODE", instance => instance.NodeName),
        new("STATE", Shown.StateText, Tone: instance => Shown.ToneOf(instance.DisplayState)),
        new("REVISION", Shown.Revision),
        new("ATTEMPT", instance => $"{instance.Attempt}"),
        new("SINCE", instance => Age.Of(instance.UpdateTime)),
        new("AGENT", instance => instance.AgentId, IsWide: true),
        new("MESSAGE", instance => instance.Message),
    ];

    public static Command Create()
    {
        var module = new Argument<string?>("module")
        {
            HelpName = "module",
            Description = "Name or id of the module; not given: all.",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Completions.Modules },
        };
        var agent = OptionKinds.Text("--agent", "node", "Only on this agent: an id, or the name of its node.", Completions.Nodes);
        var state = OptionKinds.ApiChoice<DisplayState>("--state", "Only in this state.");
        return new ApiCommand(
            "instances",
            "List modules on agents, with what the agents say.",
            "tricorder module instances tcp-connect --state failed",
            "tricorder module instances --agent node-17")
        {
            module,
            agent,
            state,
        }.Runs(async (session, arguments, cancellationToken) =>
        {
            var request = new ListModuleInstancesRequest { DisplayState = arguments.GetValue(state) };
            if (arguments.GetValue(module) is { } name)
            {
                request.ModuleId = (await ModuleFinder.FindAsync(session, name, cancellationToken)).Id;
            }

            if (arguments.GetValue(agent) is { } node)
            {
                request.AgentId = (await AgentFinder.FindAsync(session, node, cancellationToken)).Id;
            }

            var answer = await ListAsync(session, request, cancellationToken);
            session.Printer.Print(answer.Instances, answer, instance => instance.NodeName, Columns, "There are none.");
            return ExitCode.Ok;
        });
    }

    public static async Task<ListModuleInstancesResponse> ListAsync(
        Session session, ListModuleInstancesRequest request, CancellationToken cancellationToken)
    {
        var instances = await Pages.ListAsync(
            token => session.Client.Modules.ListModuleInstancesAsync(
                new ListModuleInstancesRequest(request) { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
            page => page.Instances,
            page => page.NextPageToken);
        return new ListModuleInstancesResponse { Instances = { instances }, TotalSize = instances.Count };
    }
}
