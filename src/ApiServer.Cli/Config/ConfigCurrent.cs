using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>`config current`.</summary>
internal static class ConfigCurrent
{
    public static Command Create() => new ApiCommand(
        "current",
        "Print the name of the current context.",
        "tricorder config current").Runs((session, _, _) =>
    {
        var name = session.Config.Read().CurrentContext;
        if (name.Length == 0)
        {
            throw new CliException(ExitCode.NotFound, "There is no current context", "Choose one: tricorder config use NAME");
        }

        session.Terminal.Out.WriteLine(name);
        return Task.FromResult(ExitCode.Ok);
    });
}
