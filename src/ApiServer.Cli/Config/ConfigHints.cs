using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>Says what would surprise: a variable that goes before the current context.</summary>
internal static class ConfigHints
{
    public static void PrintVariables(Session session)
    {
        if (Environment.GetEnvironmentVariable(ServerFinder.ServerVariable) is { Length: > 0 } server)
        {
            session.Terminal.Error.WriteLine(
                $"note: {ServerFinder.ServerVariable} is set to {server}, and goes before the current context.");
        }
    }
}
