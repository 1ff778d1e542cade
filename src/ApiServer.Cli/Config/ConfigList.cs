using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>`config list`.</summary>
internal static class ConfigList
{
    public static Command Create() => new ApiCommand(
        "list",
        "List contexts; the current one has a star.",
        "tricorder config list",
        "tricorder config list -o name").Runs((session, _, _) =>
    {
        var config = session.Config.Read();
        if (session.Printer.Format is OutputFormat.Json or OutputFormat.Yaml)
        {
            session.Printer.Print(ConfigView.Document(config));
            return Task.FromResult(ExitCode.Ok);
        }

        if (session.Printer.Format == OutputFormat.Name)
        {
            config.Contexts.ForEach(context => session.Terminal.Out.WriteLine(context.Name));
            return Task.FromResult(ExitCode.Ok);
        }

        Column<ConfigContext>[] columns =
        [
            new("CURRENT", context => context.Name == config.CurrentContext ? "*" : " "),
            new("NAME", context => context.Name),
            new("SERVER", context => context.Server),
            new("KNOWN BY", ConfigContexts.Identity),
            new("TRUSTS", ConfigContexts.Trust, IsWide: true),
        ];
        session.Printer.Table(
            config.Contexts, columns, $"There are no contexts in {session.Config.Path}. Make one: tricorder config set NAME --server URL");
        return Task.FromResult(ExitCode.Ok);
    });
}
