using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>The options of `config set`.</summary>
internal sealed class ConfigSettings
{
    private readonly Option<string?> _tokenFile = OptionKinds.Text(
        "--token-file", "file", "File with the API token; read anew for each call.");
    private readonly Option<bool> _tokenStdin = new("--token-stdin")
    {
        Description = "Read the API token from standard input, and keep it in the file of contexts.",
    };

    private readonly Option<string?> _caFile = OptionKinds.Text(
        "--ca-file", "file", "PEM file with the authorities to trust instead of the system's.");
    private readonly Option<string?> _certificateFile = OptionKinds.Text(
        "--client-certificate-file", "file", "PEM file with the client's certificate.");
    private readonly Option<string?> _keyFile = OptionKinds.Text(
        "--client-key-file", "file", "PEM file with the key of the client's certificate.");
    private readonly Option<string?> _serverName = OptionKinds.Text(
        "--server-name", "name", "Name in the server's certificate, where it is not the address's host.");
    private readonly Option<bool?> _tokenInClear = Flag(
        "--token-in-clear", "Send the token over http:// to other machines too, where anybody on the way can read it.");
    private readonly Option<bool?> _skipVerification = Flag(
        "--skip-server-verification", "Take any certificate of the server; for trying things out.");

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _tokenFile, _tokenStdin, _caFile, _certificateFile, _keyFile, _serverName, _tokenInClear, _skipVerification,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The context with what was given; a token in the file and a file with a token take each other's place.</summary>
    public async Task<ConfigContext> ApplyAsync(ConfigContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        string? Given(Option<string?> option, string? before, bool isFile = true) => arguments.GetValue(option) switch
        {
            null => before,
            "" => null,
            var text => isFile ? Path.GetFullPath(text) : text,
        };

        var address = arguments.GetValue(GlobalOptions.Server);
        var changed = context with
        {
            Server = address?.GetLeftPart(UriPartial.Authority) ?? context.Server,
            TokenFile = Given(_tokenFile, context.TokenFile),
            Token = arguments.GetValue(_tokenFile) is null ? context.Token : null,
            CaFile = Given(_caFile, context.CaFile),
            ClientCertificateFile = Given(_certificateFile, context.ClientCertificateFile),
            ClientKeyFile = Given(_keyFile, context.ClientKeyFile),
            ServerName = Given(_serverName, context.ServerName, isFile: false),
            TokenInClear = arguments.GetValue(_tokenInClear) ?? context.TokenInClear,
            SkipServerVerification = arguments.GetValue(_skipVerification) ?? context.SkipServerVerification,
        };
        if (!arguments.GetValue(_tokenStdin))
        {
            return changed;
        }

        var token = (await SecretInput.ReadAsync("-", cancellationToken)).Trim();
        return token.Length > 0
            ? changed with { Token = token, TokenFile = null }
            : throw new CliException(ExitCode.WrongUsage, "There is no token on standard input");
    }

    private static Option<bool?> Flag(string name, string description) =>
        new(name) { Description = description, HelpName = "true|false", Arity = ArgumentArity.ZeroOrOne };
}
