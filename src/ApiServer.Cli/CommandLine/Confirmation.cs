using System.CommandLine;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Asks before something that can not be undone, or that reaches far.</summary>
internal static class Confirmation
{
    public static Option<bool> Yes() =>
        new("--yes", "-y") { Description = "Do not ask for confirmation; required where nobody can be asked." };

    /// <summary>Goes on when the option is given or somebody types `y`; ends the command when not, or when nobody can be asked.</summary>
    public static void Require(Terminal terminal, bool isGiven, string question)
    {
        if (!isGiven && Ask(terminal, $"{question} [y/N] ") is not ("y" or "Y" or "yes"))
        {
            throw new CliException(ExitCode.Failed, "Not confirmed; nothing was changed");
        }
    }

    /// <summary>The same, where the name must be typed.</summary>
    public static void RequireName(Terminal terminal, bool isGiven, string question, string name)
    {
        if (!isGiven && Ask(terminal, $"{question}\nType {name} to confirm: ") != name)
        {
            throw new CliException(ExitCode.Failed, "Not confirmed; nothing was changed");
        }
    }

    private static string? Ask(Terminal terminal, string question)
    {
        if (!terminal.CanAsk)
        {
            var asked = question.Split('\n')[0].Replace(" [y/N] ", "", StringComparison.Ordinal);
            throw new CliException(ExitCode.WrongUsage, "This needs --yes where nobody can be asked", asked);
        }

        terminal.Error.Write(question);
        return Console.In.ReadLine()?.Trim();
    }
}
