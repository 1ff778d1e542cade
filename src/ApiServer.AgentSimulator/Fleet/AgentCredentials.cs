using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>How agents prove who they are, and which servers they trust.</summary>
internal sealed record AgentCredentials
{
    /// <summary>PEM bundle of the CAs that the server's certificate may come from; empty: the machine's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>
    /// A directory with <c>&lt;node&gt;.pem</c> and <c>&lt;node&gt;.key</c> for each agent's node; empty: no client certificates.
    /// </summary>
    public string CertificateDirectory { get; init; } = "";

    /// <summary>Sent as bearer token; empty: none.</summary>
    public string Token { get; init; } = "";

    /// <summary>What the agent of this node shows and trusts.</summary>
    public ApiServerClientOptions For(string node)
    {
        var file = CertificateDirectory.Length > 0 ? Path.Combine(CertificateDirectory, node) : null;
        return new ApiServerClientOptions
        {
            CertificateAuthorityFile = CaFile.Length > 0 ? CaFile : null,
            ClientCertificateFile = file is null ? null : file + ".pem",
            ClientKeyFile = file is null ? null : file + ".key",
        };
    }
}
