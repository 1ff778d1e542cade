using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>The server's certificate, prepared once for all handshakes.</summary>
internal sealed record ServerCertificate(X509Certificate2 Leaf, SslStreamCertificateContext Context)
{
    private const string PemMark = "-----BEGIN ";

    /// <param name="certificate">PEM or PFX.</param>
    /// <param name="key">PEM; null = it is with the certificate.</param>
    /// <param name="password">Of the key or the PFX; empty = none.</param>
    public static ServerCertificate Read(byte[] certificate, byte[]? key, string password)
    {
        var text = Encoding.UTF8.GetString(certificate);
        var (leaf, chain) = text.Contains(PemMark, StringComparison.Ordinal)
            ? FromPem(text, key is null ? text : Encoding.UTF8.GetString(key), password)
            : FromPfx(certificate, password);
        if (!leaf.HasPrivateKey)
        {
            throw new CryptographicException("There is no private key in it.");
        }

        return new ServerCertificate(leaf, SslStreamCertificateContext.Create(leaf, chain, offline: true));
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Chain) FromPem(string certificates, string key, string password)
    {
        var leaf = password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPem(certificates, key, password)
            : X509Certificate2.CreateFromPem(certificates, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);
        chain.RemoveAt(0);
        return (leaf, chain);
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Chain) FromPfx(byte[] pfx, string password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(pfx, password.Length > 0 ? password : null);
        var leaf = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("There is no private key in it.");
        all.Remove(leaf);
        return (leaf, all);
    }
}
