using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module watch`.</summary>
internal static class ModuleWatch
{
    public static Command Create()
    {
        var command = new ApiCommand(
            "watch",
            "Print modules as they are, and again whenever something of them changes. Goes on by itself when the server was away.",
            "tricorder module watch",
            "tricorder module watch tcp-connect -o json")
        {
            DefaultTimeout = _ => null,
        };
        command.Add(ModuleArguments.Many);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var modules = await ModuleFinder.FindAsync(session, arguments.GetValue(ModuleArguments.Many) ?? [], cancellationToken);
            var subscription = new Subscription { Modules = new ModulesTopic { ModuleIds = { modules.Select(module => module.Id) } } };
            var lines = new ChangeLines(session.Terminal);
            var names = new Dictionary<string, string>();
            await foreach (var response in Follow.WatchAsync(session, subscription, cancellationToken))
            {
                foreach (var module in response.Snapshot?.Modules ?? response.Changes?.Modules ?? [])
                {
                    names[module.Id] = module.Name;
                    if (session.Printer.IsTable)
                    {
                        var progress = module.Deployment is { } deployment ? $", {ProgressView.Describe(deployment)}" : "";
                        lines.Write(module.Name, $"{EnumText.Of(module.Lifecycle)}{progress}", ModuleColumns.PhaseTone(module.Deployment));
                    }
                    else
                    {
                        session.Printer.PrintNext(module, module.Name);
                    }
                }

                foreach (var id in response.Changes?.DeletedIds ?? [])
                {
                    if (session.Printer.IsTable)
                    {
                        lines.Write(names.GetValueOrDefault(id, id), "deleted", Output.Tone.Faint);
                    }
                    else
                    {
                        session.Printer.PrintNext(new Changes { DeletedIds = { id } }, names.GetValueOrDefault(id, id));
                    }
                }
            }

            return ExitCode.Ok;
        });
    }
}
