using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>`config delete`.</summary>
internal static class ConfigDelete
{
    public static Command Create()
    {
        var name = ConfigContexts.Name("Name of the context.");
        var command = new ApiCommand(
            "delete",
            "Delete a context, and the token that it keeps. Files that it names stay.",
            "tricorder config delete staging")
        {
            name,
        };
        return command.Runs((session, arguments, _) =>
        {
            var config = session.Config.Read();
            var context = ConfigContexts.Find(session.Config, config, arguments.GetValue(name)!);
            var wasCurrent = config.CurrentContext == context.Name;
            session.Config.Write(config with
            {
                Contexts = config.Contexts.FindAll(one => one != context),
                CurrentContext = wasCurrent ? "" : config.CurrentContext,
            });
            session.Printer.Done($"Context '{context.Name}' is deleted{(wasCurrent ? "; there is no current one now" : "")}");
            return Task.FromResult(ExitCode.Ok);
        });
    }
}
