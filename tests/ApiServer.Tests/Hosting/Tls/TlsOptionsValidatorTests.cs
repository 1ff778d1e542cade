using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Tests.Hosting.Tls;

internal sealed class TlsOptionsValidatorTests
{
    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return new TestCaseData(new TlsOptions { KeyFile = "k" }, "Security:KeyFile").SetArgDisplayNames("key alone");
        yield return new TestCaseData(new TlsOptions { ClientCaFile = "c" }, "Security:ClientCaFile").SetArgDisplayNames("CAs alone");
        yield return new TestCaseData(new TlsOptions { CertificatePasswordFile = "p" }, "Security:CertificatePasswordFile")
            .SetArgDisplayNames("password alone");
        yield return new TestCaseData(
            new TlsOptions { CertificateFile = "c", CertificatePassword = "planted", CertificatePasswordFile = "p" },
            "Security:CertificatePassword").SetArgDisplayNames("two passwords");
    }

    [TestCaseSource(nameof(Wrong))]
    public void Options_ThatDoNotGoTogether_AreNamedWithoutTheSecret(TlsOptions options, string key)
    {
        var failure = new TlsOptionsValidator().Validate(null, options);

        Assert.That(failure.Failures!.Single(), Does.Contain(key).And.Not.Contain("planted"));
    }

    [Test]
    public void Options_Empty_AreValid() => Assert.That(new TlsOptionsValidator().Validate(null, new TlsOptions()).Succeeded, Is.True);

    [Test]
    public void Endpoints_OffLoopbackWithACertificate_NeedNoPermission()
    {
        var tls = Options.Create(new TlsOptions { CertificateFile = "c" });

        Assert.That(
            new EndpointsOptionsValidator(tls).Validate(null, new EndpointsOptions { Grpc = "0.0.0.0:1", Web = "0.0.0.0:2" }).Succeeded,
            Is.True);
    }

    [TestCase(EndpointKind.Grpc, false, false, ExpectedResult = true)]
    [TestCase(EndpointKind.Grpc, false, true, ExpectedResult = false)]
    [TestCase(EndpointKind.Grpc, true, false, ExpectedResult = false)]
    [TestCase(EndpointKind.Web, false, false, ExpectedResult = false)]
    public bool Tag_OfClearTextOffLoopback_IsForAgentsOnly(EndpointKind kind, bool isLoopback, bool isTls) =>
        new EndpointTag(kind, isLoopback, isTls).AgentsOnly;
}
