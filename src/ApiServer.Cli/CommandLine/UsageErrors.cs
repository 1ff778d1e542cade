using System.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>What is wrong with a command line, and no help that it would scroll away with.</summary>
internal static class UsageErrors
{
    public static int Print(ParseResult result)
    {
        var command = result.CommandResult.Command;
        // A word in the place of a command is told once, with what was likely meant.
        var errors = command.Subcommands.Count > 0 && result.UnmatchedTokens is [var first, ..]
            ? [NoCommand(command, first)]
            : result.Errors.Select(error => error.Message).Distinct();
        foreach (var error in errors)
        {
            Console.Error.WriteLine($"error: {SafeText.OneLine(error)}");
        }

        Console.Error.WriteLine($"See `{Name(command)} --help`.");
        return ExitCode.WrongUsage;
    }

    private static string NoCommand(Command command, string word)
    {
        if (word.StartsWith('-'))
        {
            return $"There is no option '{word}'";
        }

        var near = Spelling.Nearest(word, command.Subcommands.Select(one => one.Name));
        return $"There is no command '{Name(command)} {word}'{(near is null ? "" : $"; did you mean {near}?")}";
    }

    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Name(parent)} {command.Name}" : "tricorder";
}
