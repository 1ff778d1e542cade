using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>
/// The arguments: a question to answer without starting, or settings, written <c>--Section:Key=value</c> or <c>--Section:Key value</c>.
/// </summary>
internal sealed record CommandLine(CommandLineQuestion Question, IReadOnlyDictionary<string, string?> Settings)
{
    private const string Source = "command line";

    public static CommandLine Parse(IReadOnlyList<string> args, KeyCatalogue catalogue)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h" or "-?":
                    return new CommandLine(CommandLineQuestion.Help, settings);
                case "--version":
                    return new CommandLine(CommandLineQuestion.Version, settings);
            }

            var (key, value) = Split(args[i]);
            if (!catalogue.Knows(key))
            {
                throw catalogue.Unknown(key, Source);
            }

            if (value is null && (++i == args.Count || (value = args[i]).StartsWith("--", StringComparison.Ordinal)))
            {
                throw new StartupException(OptionProblem.Describe(key, "has no value", catalogue.Example(key)));
            }

            settings[key] = value;
        }

        return new CommandLine(CommandLineQuestion.None, settings);
    }

    private static (string Key, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
        {
            throw new StartupException(
                $"An argument of {argument.Length} characters ({Source}) is not understood; "
                + "settings are written --Endpoints:Web=127.0.0.1:8080, and --help lists them");
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument[2..], null) : (argument[2..equals], argument[(equals + 1)..]);
    }
}
