using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>
/// Whether a client's certificate comes from one of the CAs that agents' certificates come from, is meant for that, and is in force.
/// </summary>
internal static class ClientCertificateCheck
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>The last one: a CA of that name is there, and has not signed it.</summary>
    private const X509ChainStatusFlags NoSuchCa =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>How the handshake builds the certificate's chain, once; a fleet that connects has ten thousand of them.</summary>
    public static X509ChainPolicy Policy(X509Certificate2Collection authorities, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true, // What a stranger's certificate points to is not fetched.
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    /// <summary>What is wrong with it, for people; null = nothing.</summary>
    /// <param name="certificate">The client's.</param>
    /// <param name="chain">As it was built by <see cref="Policy"/>; null = it could not be.</param>
    /// <param name="now">The time it was built for.</param>
    public static string? Problem(X509Certificate2 certificate, X509Chain? chain, DateTimeOffset now)
    {
        if (chain is null)
        {
            return "it leads nowhere";
        }

        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return flags switch
        {
            X509ChainStatusFlags.NoError => null,
            _ when certificate.NotAfter.ToUniversalTime() < now => $"it expired at {certificate.NotAfter.ToUniversalTime():u}",
            _ when certificate.NotBefore.ToUniversalTime() > now => $"it is not valid before {certificate.NotBefore.ToUniversalTime():u}",
            _ when (flags & NoSuchCa) != 0 =>
                "it does not come from a CA in Security:ClientCaFile",
            _ when flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) => "it is not meant for client authentication",
            _ => $"it does not stand up: {flags}",
        };
    }
}

/// <summary>
/// What the handshake found out about the client's certificate, a feature of the connection. The handshake itself lets any pass: whoever
/// is refused later gets a status that says why, and is on record.
/// </summary>
/// <param name="Certificate">As the client sent it.</param>
/// <param name="Problem">What is wrong with it, for people; null = nothing.</param>
internal sealed record ClientCertificateVerdict(X509Certificate2 Certificate, string? Problem);
