using System.Reflection;
using System.Text;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>The texts of <c>--help</c> and <c>--version</c>.</summary>
internal static class CommandLineAnswer
{
    public static string Version { get; } =
        typeof(CommandLineAnswer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static string To(CommandLineQuestion question, KeyCatalogue catalogue) =>
        question == CommandLineQuestion.Version ? $"apiserver {Version}\n" : Help(catalogue);

    private static string Help(KeyCatalogue catalogue)
    {
        var text = new StringBuilder()
            .Append("apiserver: the control plane of the Tricorder observability platform.\n\n")
            .Append("usage: apiserver [--Section:Key=value ...]\n\n")
            .Append("Settings are read from appsettings.json beside the program, then from the environment\n")
            .Append("(APISERVER_Section__Key=value), then from the command line; the last one wins. With their defaults:\n\n");
        foreach (var (key, value) in catalogue.Defaults.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append("  --").Append(key).Append('=').Append(value).Append('\n');
        }

        return text.Append("\n  --help, --version\n").ToString();
    }
}

/// <summary>What a command line asks for instead of a running server.</summary>
internal enum CommandLineQuestion
{
    None,
    Help,
    Version,
}
