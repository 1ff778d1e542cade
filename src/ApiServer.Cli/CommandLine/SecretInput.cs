using System.Text;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Secrets from where no list of processes and no history of a shell shows them.</summary>
internal static class SecretInput
{
    private const string StandardInput = "-";

    /// <summary>The first line of a file, or of standard input when the path is a dash.</summary>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = path == StandardInput ? Console.In : new StreamReader(path);
        return await reader.ReadLineAsync(cancellationToken) ?? "";
    }

    /// <summary>Asks on the terminal without showing what is typed; an answer may be empty.</summary>
    public static string Ask(Session session, string question)
    {
        if (!session.Terminal.CanAsk)
        {
            throw new CliException(
                ExitCode.WrongUsage,
                "This needs a password, and nobody can be asked here",
                "Give --password-file FILE, or --password-file - to read standard input.");
        }

        // From the first look at its keys on, the terminal shows none: that must be so before anybody answers.
        _ = Console.KeyAvailable;
        session.Terminal.Error.Write(question);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        session.Terminal.Error.WriteLine();
        return typed.ToString();
    }
}
