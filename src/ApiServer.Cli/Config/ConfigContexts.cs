using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>What the commands of `config` have in common.</summary>
internal static class ConfigContexts
{
    public static Argument<string> Name(string description) => new("name")
    {
        Description = description,
        HelpName = "name",
        CompletionSources = { Completions.Contexts },
    };

    public static ConfigContext Find(ConfigStore store, ConfigFile config, string name) =>
        config.Contexts.Find(context => context.Name == name) ?? throw new CliException(
            ExitCode.NotFound, $"There is no context '{name}' in {store.Path}", "`tricorder config list` shows all.");

    /// <summary>For people and programs that look at it: everything but the secret.</summary>
    public static ConfigContext Redact(ConfigContext context) => context.Token is null ? context : context with { Token = "(redacted)" };

    /// <summary>How the context is known to its server, in a few words.</summary>
    public static string Identity(ConfigContext context)
    {
        var token = context.Token is not null ? "token" : context.TokenFile is not null ? "token file" : "";
        var certificate = context.ClientCertificateFile is not null ? "certificate" : "";
        return string.Join(", ", new[] { token, certificate }.Where(one => one.Length > 0));
    }

    /// <summary>How the server's certificate is judged, in a few words.</summary>
    public static string Trust(ConfigContext context) =>
        context.Server.StartsWith("http://", StringComparison.Ordinal) ? "no TLS"
        : context.SkipServerVerification ? "anybody"
        : context.CaFile is { } file ? file
        : "system";
}
