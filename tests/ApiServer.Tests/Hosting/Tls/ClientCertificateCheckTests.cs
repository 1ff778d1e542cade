using System.Security.Cryptography.X509Certificates;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Tests.Hosting.Tls;

public sealed class ClientCertificateCheckTests
{
    private TestCa _ca = null!;

    [OneTimeSetUp]
    public void Create() => _ca = TestCa.Root("agents' CA");

    [OneTimeTearDown]
    public void Delete() => _ca.Dispose();

    [Test]
    public void Problem_OfAnAgentsCertificate_IsNone() => Assert.That(ProblemOf(_ca.Sign("CN=node-1")), Is.Null);

    [Test]
    public void Problem_OfACertificateForNothingInParticular_IsNone() =>
        Assert.That(ProblemOf(_ca.Sign("CN=node-1", purpose: null)), Is.Null, "X.509 means any purpose by that");

    [Test]
    public void Problem_OfAForeignCa_IsItsCa()
    {
        using var foreign = TestCa.Root("agents' CA"); // The same name, another key.

        Assert.That(ProblemOf(foreign.Sign("CN=node-1")), Does.Contain("does not come from a CA in Security:ClientCaFile"));
    }

    [Test]
    public void Problem_WithoutAnyCa_IsItsCa()
    {
        using var certificate = _ca.Sign("CN=node-1");

        Assert.That(ProblemOf(certificate, [], []), Does.Contain("does not come from a CA"));
    }

    [Test]
    public void Problem_AfterItsEnd_IsThatItExpired() =>
        Assert.That(ProblemOf(_ca.Sign("CN=node-1", until: TestCa.Now.AddSeconds(-1))), Is.EqualTo("it expired at 2030-06-01 11:59:59Z"));

    [Test]
    public void Problem_BeforeItsBegin_IsThatItIsNotYetValid() =>
        Assert.That(
            ProblemOf(_ca.Sign("CN=node-1", from: TestCa.Now.AddHours(1))), Is.EqualTo("it is not valid before 2030-06-01 13:00:00Z"));

    [Test]
    public void Problem_OfAServersCertificate_IsItsPurpose() =>
        Assert.That(ProblemOf(_ca.Sign("CN=node-1", TestCa.ServerAuthentication)), Is.EqualTo("it is not meant for client authentication"));

    [Test]
    public void Problem_OfAnIntermediateThatWasSent_IsNone()
    {
        using var between = _ca.Intermediate("agents of a region");

        Assert.That(ProblemOf(between.Sign("CN=node-1"), between.Certificate), Is.Null);
    }

    [Test]
    public void Problem_OfAnIntermediateThatWasNotSent_IsItsCa()
    {
        using var between = _ca.Intermediate("agents of a region");

        Assert.That(ProblemOf(between.Sign("CN=node-1")), Does.Contain("does not come from a CA"));
    }

    [Test]
    public void Problem_OfACertificateThatANodesCertificateSigned_IsSomething()
    {
        using var node = _ca.Sign("CN=node-1");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node-2", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var signer = X509SignatureGenerator.CreateForECDsa(node.GetECDsaPrivateKey()!);
        using var forged = request.Create(node.SubjectName, signer, TestCa.Now.AddDays(-1), TestCa.Now.AddDays(1), [1, 2, 3]);

        Assert.That(ProblemOf(forged, [node], [_ca.Certificate]), Is.Not.Null);
    }

    private string? ProblemOf(X509Certificate2 certificate, params X509Certificate2[] sent)
    {
        using (certificate)
        {
            return ProblemOf(certificate, [.. sent], [_ca.Certificate]);
        }
    }

    /// <summary>Builds the chain as the handshake does.</summary>
    private static string? ProblemOf(X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain { ChainPolicy = ClientCertificateCheck.Policy(authorities, TestCa.Now) };
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.Build(certificate);
        return ClientCertificateCheck.Problem(certificate, chain, TestCa.Now);
    }
}
