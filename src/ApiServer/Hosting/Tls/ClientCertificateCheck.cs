using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>Whether a client's certificate comes from one of the CAs that agents' certificates come from, is meant for that, and is in force.</summary>
internal static class ClientCertificateCheck
{
    /// <summary>The last one: a CA of that name is there, and has not signed it.</summary>
    private const X509ChainStatusFlags NoSuchCa =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>
    /// The rules of a handshake. Without them the runtime makes some of its own, which trust the machine's CAs and fetch what is missing
    /// from wherever a stranger's certificate points to.
    /// </summary>
    public static X509ChainPolicy Policy(X509Certificate2Collection authorities, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(ClientAuthentication);
        return policy;
    }

    /// <summary>What is wrong with it, for people; null = nothing.</summary>
    public static string? Problem(
        X509Certificate2 certificate, X509Certificate2Collection intermediates, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(authorities, now) };
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        return chain.Build(certificate) ? null : Describe(certificate, chain.ChainStatus, now);
    }

    /// <summary>The same of a chain that the handshake has built by <see cref="Policy"/>.</summary>
    public static string? Problem(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors, DateTimeOffset now) =>
        errors == SslPolicyErrors.None ? null : Describe(certificate, chain?.ChainStatus ?? [], now);

    private static string Describe(X509Certificate2 certificate, X509ChainStatus[] statuses, DateTimeOffset now)
    {
        var flags = statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return flags switch
        {
            _ when certificate.NotAfter.ToUniversalTime() < now => $"it expired at {certificate.NotAfter.ToUniversalTime():u}",
            _ when certificate.NotBefore.ToUniversalTime() > now => $"it is not valid before {certificate.NotBefore.ToUniversalTime():u}",
            _ when (flags & NoSuchCa) != 0 =>
                "it does not come from a CA in Security:ClientCaFile",
            _ when flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) => "it is not meant for client authentication",
            _ => $"it does not stand up: {flags}",
        };
    }
}
