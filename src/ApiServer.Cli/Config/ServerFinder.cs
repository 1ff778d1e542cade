using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>
/// Which server a command talks to: the flag, else the context that is named, else the environment, else the current context, else the
/// service in the cluster that this runs in, else this machine. The token is the environment's, else the context's.
/// </summary>
internal sealed class ServerFinder(ConfigStore store, Func<string, string?> environment)
{
    public const string ServerVariable = "TRICORDER_SERVER";
    public const string TokenVariable = "TRICORDER_TOKEN";
    public const string AuthorityVariable = "TRICORDER_CA_FILE";

    /// <summary>Where Kubernetes tells pods of a Service named <c>apiserver</c> in their namespace.</summary>
    private const string ServiceHost = "APISERVER_SERVICE_HOST";
    private const string ServicePort = "APISERVER_SERVICE_PORT";

    // A person waits: within a second or two it is said that no server answers.
    private const int Attempts = 5;

    public ServerAddress Find(Uri? flag, string? contextName)
    {
        var config = store.Read();
        var isElsewhere = contextName is null && (flag is not null || Variable(ServerVariable) is not null);
        var context = isElsewhere ? null : Context(config, contextName);
        var (address, source) = Address(flag, context, isNamed: contextName is not null);
        // A context's secrets are for its own server, unless somebody names both.
        var isContexts = context is not null && (contextName is not null || source == SourceOf(context));
        var options = isContexts ? context!.ToOptions(store.Directory) : new ApiServerClientOptions();
        options = options with { Address = address, MaxAttempts = Attempts };
        if (Variable(TokenVariable) is { } token)
        {
            options = options with { Token = token, TokenFile = null };
        }

        if (Variable(AuthorityVariable) is { } authority)
        {
            options = options with { CertificateAuthorityFile = authority };
        }

        return new ServerAddress(options, source);
    }

    private (Uri Address, string Source) Address(Uri? flag, ConfigContext? context, bool isNamed)
    {
        if (flag is not null)
        {
            return (flag, "--server");
        }

        if (!isNamed && Variable(ServerVariable) is { } text)
        {
            return (Parse(text, ServerVariable), ServerVariable);
        }

        if (context is not null)
        {
            return (Parse(context.Server, SourceOf(context)), SourceOf(context));
        }

        if (Variable(ServiceHost) is { } host)
        {
            var name = host.Contains(':') ? $"[{host}]" : host;
            return (Parse($"{name}:{Variable(ServicePort) ?? "50051"}", ServiceHost), $"{ServiceHost}, the service in this cluster");
        }

        return (new ApiServerClientOptions().Address, "the default, this machine");
    }

    private ConfigContext? Context(ConfigFile config, string? name)
    {
        name ??= config.CurrentContext;
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        return config.Contexts.Find(context => context.Name == name) ?? throw new CliException(
            ExitCode.WrongUsage,
            $"There is no context '{name}' in {store.Path}",
            config.Contexts.Count == 0
                ? "There are none; make one with `tricorder config set NAME --server URL`."
                : $"There are: {string.Join(", ", config.Contexts.Select(context => context.Name))}.");
    }

    private static string SourceOf(ConfigContext context) => $"context '{context.Name}'";

    private static Uri Parse(string text, string source) => ServerUri.TryParse(text, out var address) ? address : throw new CliException(
        ExitCode.WrongUsage, $"{source}: '{text}' is not the address of a server", "Write for example https://apiserver:50051.");

    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
}
