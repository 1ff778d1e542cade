using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>A CA of the tests' own, the server's certificate from it as files, and agents' certificates.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly string _directory = Directory.CreateTempSubdirectory("apiserver-certs-").FullName;
    private readonly X509Certificate2 _ca;

    public TestCertificates(string name = "test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(CaFile, _ca.ExportCertificatePem() + "\n");
        RenewServer();
    }

    public string CaFile => Path.Combine(_directory, "ca.pem");

    public string CertificateFile => Path.Combine(_directory, "server.pem");

    public string KeyFile => Path.Combine(_directory, "server.key");

    public string[] ServerSettings =>
        [$"--Security:CertificateFile={CertificateFile}", $"--Security:KeyFile={KeyFile}", $"--Security:ClientCaFile={CaFile}"];

    /// <summary>Gives the server another certificate, on disk; returns its serial number.</summary>
    public string RenewServer()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        using var certificate = Sign("CN=apiserver", ServerAuthentication, names: names);
        File.WriteAllText(KeyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        return certificate.SerialNumber;
    }

    /// <summary>A CA between this one and the certificates that it signs.</summary>
    public X509Certificate2 SignAuthority(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return Issue(request, key, _ca, null, null);
    }

    /// <summary>A certificate of this CA, or of another, with its key.</summary>
    public X509Certificate2 Sign(
        string subject,
        string purpose = ClientAuthentication,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        SubjectAlternativeNameBuilder? names = null,
        X509Certificate2? issuer = null,
        params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        Array.ForEach(extensions, request.CertificateExtensions.Add);
        return Issue(request, key, issuer ?? _ca, from, until);
    }

    /// <summary>Connects with this certificate, and trusts servers that this CA vouches for.</summary>
    /// <param name="client">The client's certificate.</param>
    /// <param name="seen">Told the server's certificate.</param>
    /// <param name="intermediate">Sent together with the client's certificate.</param>
    public SocketsHttpHandler Handler(
        X509Certificate2? client, Action<X509Certificate2>? seen = null, X509Certificate2? intermediate = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                using var chain = new X509Chain
                {
                    ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
                };
                chain.ChainPolicy.CustomTrustStore.Add(_ca);
                seen?.Invoke((X509Certificate2)certificate!);
                return chain.Build((X509Certificate2)certificate!);
            },
        };
        if (client is not null)
        {
            // Offline: otherwise this client fetches what the certificate points to.
            options.ClientCertificateContext = SslStreamCertificateContext.Create(
                client, intermediate is null ? [] : [intermediate], offline: true);
        }

        return new SocketsHttpHandler { SslOptions = options };
    }

    public void Dispose()
    {
        _ca.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static X509Certificate2 Issue(
        CertificateRequest request, ECDsa key, X509Certificate2 issuer, DateTimeOffset? from, DateTimeOffset? until)
    {
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7F;
        using var certificate = request.Create(
            issuer, from ?? DateTimeOffset.UtcNow.AddDays(-1), until ?? DateTimeOffset.UtcNow.AddDays(20), serial);
        return certificate.CopyWithPrivateKey(key);
    }
}
