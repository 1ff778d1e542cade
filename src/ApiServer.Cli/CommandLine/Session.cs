using System.CommandLine;
using Tricorder.ApiServer.Cli.Config;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>What a running command has at hand: the server, the printer, and where errors go.</summary>
internal sealed class Session(ParseResult arguments) : IDisposable
{
    private ApiServerClient? _client;

    public Terminal Terminal { get; } = new(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);

    public ErrorPrinter Errors { get; } = new(arguments.InvocationConfiguration.Error);

    public Printer Printer => field ??= new Printer(Terminal, arguments.GetValue(GlobalOptions.Output));

    public ConfigStore Config { get; } = ConfigStore.OfUser();

    /// <summary>The server as far as it is decided; null before.</summary>
    public ServerAddress? KnownServer { get; private set; }

    public ServerAddress Server => KnownServer ??= new ServerFinder(Config, Environment.GetEnvironmentVariable).Find(
        arguments.GetValue(GlobalOptions.Server), arguments.GetValue(GlobalOptions.Context));

    /// <summary>Whether it follows something by now, and was heard by the server.</summary>
    public bool HasFollowed { get; set; }

    public ApiServerClient Client => _client ??= Connect();

    public void Dispose() => _client?.Dispose();

    private ApiServerClient Connect()
    {
        try
        {
            return new ApiServerClient(Server.Options);
        }
        catch (Exception exception) when (exception is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw UnusableSettings.Of(exception, Server.Source);
        }
    }
}
