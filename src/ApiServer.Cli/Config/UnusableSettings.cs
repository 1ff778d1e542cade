using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>What the client refuses, in the words of the command line.</summary>
internal static class UnusableSettings
{
    public static CliException Of(Exception exception, string source)
    {
        // Without the name of the parameter, which is nothing to the user.
        var text = exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.');
        var isInClear = text.Contains("in clear", StringComparison.Ordinal);
        return new CliException(
            ExitCode.WrongUsage,
            isInClear ? text.Split(": use", 2)[0] : text,
            isInClear
                ? "Use https://, or allow it for a context: tricorder config set NAME --token-in-clear"
                : $"These settings are from {source}.");
    }
}
