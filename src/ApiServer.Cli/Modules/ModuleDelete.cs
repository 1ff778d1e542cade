using System.CommandLine;
using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module delete`.</summary>
internal static class ModuleDelete
{
    public static Command Create()
    {
        var dropData = new Option<bool>("--drop-data") { Description = "Drop their tables with all rows too." };
        var yes = Confirmation.Yes();
        return new ApiCommand(
            "delete",
            "Delete modules with their revisions. They must not be deployed. Tables and rows stay unless --drop-data is given.",
            "tricorder module delete tcp-connect",
            "tricorder module delete tcp-connect cpu-profile --drop-data --yes")
        {
            dropData,
            yes,
        }.TakesMany().Runs(async (session, arguments, cancellationToken) =>
        {
            var modules = await ModuleArguments.FindAsync(session, arguments, cancellationToken);
            if (modules.Count == 0)
            {
                session.Terminal.Error.WriteLine("There are no modules.");
                return ExitCode.Ok;
            }

            var what = modules is [var one]
                ? $"module '{one.Name}'"
                : $"{modules.Count} modules ({string.Join(", ", modules.Select(module => module.Name))})";
            var data = arguments.GetValue(dropData) ? " AND ALL THEIR ROWS" : "";
            var typed = modules is [var single] ? single.Name : $"{modules.Count}";
            Confirmation.RequireName(session.Terminal, arguments.GetValue(yes), $"Delete {what} with all revisions{data}?", typed);
            var exitCode = ExitCode.Ok;
            foreach (var module in modules)
            {
                try
                {
                    var request = new DeleteModuleRequest
                    {
                        ModuleId = module.Id,
                        Etag = module.Etag,
                        DropData = arguments.GetValue(dropData),
                    };
                    await session.Client.Modules.DeleteModuleAsync(request, cancellationToken: cancellationToken);
                    session.Printer.Done($"{module.Name}: deleted{(arguments.GetValue(dropData) ? ", with its rows" : "")}");
                }
                catch (RpcException exception) when (modules.Count > 1 && IsOfOne(exception.StatusCode))
                {
                    exitCode = session.Errors.Print(Client.ApiError.From(exception), module.Name);
                }
            }

            return exitCode;
        });
    }

    /// <summary>What keeps this module from being deleted, and no other.</summary>
    private static bool IsOfOne(StatusCode code) => code is StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.Aborted;
}
