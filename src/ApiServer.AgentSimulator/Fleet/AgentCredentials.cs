using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>How agents prove who they are, and which servers they trust.</summary>
internal sealed record AgentCredentials
{
    /// <summary>PEM bundle of the CAs that the server's certificate may come from; empty: the machine's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>A directory with <c>&lt;node&gt;.pem</c> and <c>&lt;node&gt;.key</c> for each agent's node; empty: no client certificates.</summary>
    public string CertificateDirectory { get; init; } = "";

    /// <summary>Sent as bearer token; empty: none.</summary>
    public string Token { get; init; } = "";

    /// <summary>The handshake of the agent of this node.</summary>
    public SslClientAuthenticationOptions Handshake(string node)
    {
        var options = new SslClientAuthenticationOptions();
        if (CaFile.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(CaFile);
            options.CertificateChainPolicy = policy;
        }

        if (CertificateDirectory.Length > 0)
        {
            var file = Path.Combine(CertificateDirectory, node);
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(file + ".pem", file + ".key")];
        }

        return options;
    }
}
