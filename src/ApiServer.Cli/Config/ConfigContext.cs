using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>A server and how to be known there. Relative paths are relative to the file.</summary>
internal sealed record ConfigContext
{
    public string Name { get; init; } = "";

    public string Server { get; init; } = "";

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public bool TokenInClear { get; init; }

    public string? CaFile { get; init; }

    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    public string? ServerName { get; init; }

    public bool SkipServerVerification { get; init; }

    public ApiServerClientOptions ToOptions(string directory)
    {
        string? Full(string? path) => path is null ? null : Path.Combine(directory, path);
        return new ApiServerClientOptions
        {
            Token = Token,
            TokenFile = Full(TokenFile),
            AllowTokenInClear = TokenInClear,
            CertificateAuthorityFile = Full(CaFile),
            ClientCertificateFile = Full(ClientCertificateFile),
            ClientKeyFile = Full(ClientKeyFile),
            ServerName = ServerName,
            SkipServerVerification = SkipServerVerification,
        };
    }
}
