using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Tests.Hosting.Tls;

public sealed class ServerCertificateTests
{
    private const string Password = "correct horse";
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private TestCa _root = null!;
    private TestCa _between = null!;
    private X509Certificate2 _leaf = null!;

    [OneTimeSetUp]
    public void Create()
    {
        _root = TestCa.Root("root");
        _between = _root.Intermediate("between");
        _leaf = _between.Sign("CN=apiserver", TestCa.ServerAuthentication);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        _leaf.Dispose();
        _between.Dispose();
        _root.Dispose();
    }

    private string Chain => _leaf.ExportCertificatePem() + "\n" + _between.Certificate.ExportCertificatePem() + "\n";

    private ECDsa Key => _leaf.GetECDsaPrivateKey()!;

    [Test]
    public void Read_PemAndKeyInTwoFiles_HasLeafAndIntermediate() => Check(Read(Chain, Key.ExportPkcs8PrivateKeyPem(), ""));

    [Test]
    public void Read_PemWithItsKeyInOneFile_HasLeafAndIntermediate() => Check(Read(Chain + Key.ExportECPrivateKeyPem(), null, ""));

    [Test]
    public void Read_EncryptedKey_TakesThePassword() =>
        Check(Read(Chain, Key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption), Password));

    [TestCase(Password)]
    [TestCase("")]
    public void Read_Pfx_HasLeafAndIntermediate(string password)
    {
        using var between = X509CertificateLoader.LoadCertificate(_between.Certificate.RawData); // Without its key.
        var pfx = new X509Certificate2Collection { between, _leaf }.Export(X509ContentType.Pfx, password)!;

        Check(ServerCertificate.Read(pfx, null, password));
    }

    [Test]
    public void Read_KeyOfAnotherCertificate_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.That(() => Read(Chain, other.ExportPkcs8PrivateKeyPem(), ""), Throws.InstanceOf<Exception>());
    }

    [Test]
    public void Read_WrongPassword_IsRefusedWithoutShowingIt() => Assert.That(
        () => Read(Chain, Key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption), "battery staple"),
        Throws.InstanceOf<CryptographicException>().With.Message.Not.Contains("staple"));

    [Test]
    public void Read_CertificateWithoutAKey_IsRefused() =>
        Assert.That(() => Read(Chain, null, ""), Throws.InstanceOf<CryptographicException>());

    private static ServerCertificate Read(string certificate, string? key, string password) =>
        ServerCertificate.Read(Encoding.UTF8.GetBytes(certificate), key is null ? null : Encoding.UTF8.GetBytes(key), password);

    private void Check(ServerCertificate read)
    {
        Assert.That(read.Leaf.Thumbprint, Is.EqualTo(_leaf.Thumbprint));
        Assert.That(read.Leaf.HasPrivateKey, Is.True);
        Assert.That(
            read.Context.IntermediateCertificates.Select(one => one.Thumbprint), Is.EqualTo(new[] { _between.Certificate.Thumbprint }));
    }
}
