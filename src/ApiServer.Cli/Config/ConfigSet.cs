using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>`config set`.</summary>
internal static class ConfigSet
{
    public static Command Create()
    {
        var name = ConfigContexts.Name("Name of the context; a new name makes a new context.");
        var settings = new ConfigSettings();
        var command = new ApiCommand(
            "set",
            "Make a context, or change what is given of one. An empty value takes a setting away. "
            + "The first context becomes the current one.",
            "tricorder config set prod --server https://apiserver.example.com:50051 --ca-file ca.pem --token-file token",
            "tricorder token create me --role deployer | tricorder config set prod --token-stdin",
            "tricorder config set prod --ca-file ''")
        {
            name,
        };
        settings.AddTo(command);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var config = session.Config.Read();
            var wanted = arguments.GetValue(name)!;
            if (wanted.Length == 0 || wanted.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
            {
                throw new CliException(ExitCode.WrongUsage, "A context's name has no spaces and is not empty");
            }

            var before = config.Contexts.Find(context => context.Name == wanted);
            var after = await settings.ApplyAsync(before ?? new ConfigContext { Name = wanted }, arguments, cancellationToken);
            ConfigCheck.Check(after, session.Config.Directory);
            var isFirst = config.Contexts.Count == 0;
            session.Config.Write(config with
            {
                Contexts = before is null
                    ? [.. config.Contexts, after]
                    : config.Contexts.ConvertAll(context => context == before ? after : context),
                CurrentContext = isFirst ? wanted : config.CurrentContext,
            });
            session.Printer.Done($"Context '{wanted}' is "
                + $"{(before is null ? "made" : "changed")}{(isFirst ? ", and is the current one" : "")}: {after.Server}");
            if (isFirst)
            {
                ConfigHints.PrintVariables(session);
            }

            return ExitCode.Ok;
        });
    }
}
