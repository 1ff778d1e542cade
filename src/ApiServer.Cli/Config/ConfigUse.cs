using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>`config use`.</summary>
internal static class ConfigUse
{
    public static Command Create()
    {
        var name = ConfigContexts.Name("Name of the context.");
        var command = new ApiCommand(
            "use",
            "Make a context the current one: what commands use when nothing else names a server.",
            "tricorder config use prod")
        {
            name,
        };
        return command.Runs((session, arguments, _) =>
        {
            var config = session.Config.Read();
            var context = ConfigContexts.Find(session.Config, config, arguments.GetValue(name)!);
            session.Config.Write(config with { CurrentContext = context.Name });
            session.Printer.Done($"The current context is '{context.Name}', {context.Server}");
            ConfigHints.PrintVariables(session);
            return Task.FromResult(ExitCode.Ok);
        });
    }
}
