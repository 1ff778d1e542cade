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
        File.WriteAllText(CaFile, _ca.ExportCertificatePem());
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

    /// <summary>A certificate of this CA, with its key.</summary>
    public X509Certificate2 Sign(
        string subject,
        string purpose = ClientAuthentication,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        SubjectAlternativeNameBuilder? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7F;
        using var certificate = request.Create(
            _ca, from ?? DateTimeOffset.UtcNow.AddDays(-1), until ?? DateTimeOffset.UtcNow.AddDays(20), serial);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Connects with this certificate, and trusts servers that this CA vouches for.</summary>
    public SocketsHttpHandler Handler(X509Certificate2? client, Action<X509Certificate2>? seen = null)
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
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => client;
        }

        return new SocketsHttpHandler { SslOptions = options };
    }

    public void Dispose()
    {
        _ca.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
