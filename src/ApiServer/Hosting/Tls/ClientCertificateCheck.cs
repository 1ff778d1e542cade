using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>Whether a client's certificate comes from one of the CAs that agents' certificates come from, is meant for that, and is in force.</summary>
internal static class ClientCertificateCheck
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>What is wrong with it, for people; null = nothing.</summary>
    public static string? Problem(
        X509Certificate2 certificate, X509Certificate2Collection intermediates, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true, // What a stranger's certificate points to is not fetched.
                VerificationTime = now.UtcDateTime,
                VerificationTimeIgnored = false,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthentication));
        return chain.Build(certificate) ? null : Describe(certificate, chain, now);
    }

    private static string Describe(X509Certificate2 certificate, X509Chain chain, DateTimeOffset now)
    {
        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return flags switch
        {
            _ when certificate.NotAfter.ToUniversalTime() < now => $"it expired at {certificate.NotAfter.ToUniversalTime():u}",
            _ when certificate.NotBefore.ToUniversalTime() > now => $"it is not valid before {certificate.NotBefore.ToUniversalTime():u}",
            _ when flags.HasFlag(X509ChainStatusFlags.PartialChain) || flags.HasFlag(X509ChainStatusFlags.UntrustedRoot) =>
                "it does not come from a CA in Security:ClientCaFile",
            _ when flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) => "it is not meant for client authentication",
            _ => $"it does not stand up: {flags}",
        };
    }
}
