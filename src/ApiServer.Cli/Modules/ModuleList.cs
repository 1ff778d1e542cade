using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module list`.</summary>
internal static class ModuleList
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Only modules whose name, description or labels (key=value) contain this text.",
            HelpName = "text",
        };
        var state = OptionKinds.ApiChoice<ModuleLifecycle>("--state", "Only modules in this state.");
        var command = new ApiCommand(
            "list",
            "List modules, newest first.",
            "tricorder module list",
            "tricorder module list --state deployed -o wide",
            "tricorder module list --filter team=network",
            "tricorder module list -o json | jq '.modules[].name'")
        {
            filter,
            state,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var request = new ListModulesRequest { FilterText = arguments.GetValue(filter) ?? "", Lifecycle = arguments.GetValue(state) };
            var modules = await ModuleFinder.ListAsync(session, request, cancellationToken);
            var answer = new ListModulesResponse { Modules = { modules }, TotalSize = modules.Count };
            session.Printer.Print(
                modules, answer, module => module.Name, ModuleColumns.All,
                "There are no modules. Create one: tricorder apply -f DIRECTORY");
            return ExitCode.Ok;
        });
    }
}
