using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.Benchmarks;

/// <summary>
/// A CA for one run, in a directory that child processes find by an environment variable: the server's certificate, and one for each
/// agent's node. All agents share one key, since making keys is not what is measured.
/// </summary>
internal sealed class BenchCertificates
{
    private const string Variable = "BENCH_CERTIFICATES";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _ca;
    private readonly ECDsa _agentKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private BenchCertificates(X509Certificate2 ca) => _ca = ca;

    public static BenchCertificates Current { get; } = new(X509Certificate2.CreateFromPemFile(Path("ca.pem"), Path("ca.key")));

    public static string[] ServerSettings =>
    [
        $"--Security:CertificateFile={Path("server.pem")}",
        $"--Security:KeyFile={Path("server.key")}",
        $"--Security:ClientCaFile={Path("ca.pem")}",
    ];

    /// <summary>Makes the CA and the server's certificate, for this process and its children.</summary>
    public static void Create(string directory)
    {
        Environment.SetEnvironmentVariable(Variable, directory);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        Write("ca", ca, key);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        using var server = Sign(ca, "CN=apiserver", serverKey, ServerAuthentication, names);
        Write("server", server, serverKey);
    }

    public X509Certificate2 Agent(string node)
    {
        using var certificate = Sign(_ca, $"CN={node}", _agentKey, ClientAuthentication, null);
        return certificate.CopyWithPrivateKey(_agentKey);
    }

    /// <summary>How an agent connects. It takes any server's certificate: the server is what is measured.</summary>
    public static SslClientAuthenticationOptions Client(X509Certificate2? certificate) => new()
    {
        ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
#pragma warning disable CA5359
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };

    private static X509Certificate2 Sign(
        X509Certificate2 ca, string subject, ECDsa key, string purpose, SubjectAlternativeNameBuilder? names)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7F;
        return request.Create(ca, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(6), serial);
    }

    private static void Write(string name, X509Certificate2 certificate, ECDsa key)
    {
        File.WriteAllText(Path(name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path(name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Path(string file) => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} is not set."), file);
}
