using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.Tests.Hosting.Tls;

/// <summary>A certificate authority of the tests' own.</summary>
internal sealed class TestCa : IDisposable
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private TestCa(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public static DateTimeOffset Now { get; } = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TestCa Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestCa(Authority(name, key).CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1)));
    }

    /// <summary>An authority that this one vouches for.</summary>
    public TestCa Intermediate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestCa(Issue(Authority(name, key), key, Now.AddDays(-100), Now.AddDays(100)));
    }

    public X509Certificate2 Sign(
        string subject, string? purpose = ClientAuthentication, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        return Issue(request, key, from ?? Now.AddDays(-10), until ?? Now.AddDays(10));
    }

    public void Dispose() => Certificate.Dispose();

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request;
    }

    private X509Certificate2 Issue(CertificateRequest request, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7F;
        using var certificate = request.Create(Certificate, from, until, serial);
        return certificate.CopyWithPrivateKey(key);
    }
}
