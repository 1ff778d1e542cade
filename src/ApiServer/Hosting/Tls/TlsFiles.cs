using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>The certificates in force: the server's own, and those of the CAs that agents' certificates come from.</summary>
internal sealed class TlsFiles
{
    private readonly WatchedFiles<ServerCertificate>? _server;
    private readonly WatchedFiles<X509Certificate2Collection>? _clientCas;
    private readonly ILogger _logger;

    public TlsFiles(IOptions<TlsOptions> options, ILogger<TlsFiles> logger)
    {
        _logger = logger;
        var tls = options.Value;
        if (!tls.IsOn)
        {
            return;
        }

        _server = new(ServerFiles(tls), contents => ReadServer(tls, contents), logger);
        _server.Load();
        logger.CertificateInForce(_server.Current.Leaf.Subject, _server.Current.Leaf.NotAfter.ToUniversalTime());
        if (tls.ClientCaFile.Length > 0)
        {
            _clientCas = new(
                [(TlsOptionsValidator.Key(nameof(tls.ClientCaFile)), tls.ClientCaFile)], contents => ReadCas(contents[0]), logger);
            _clientCas.Load();
        }
    }

    public bool AsksAgents => _clientCas is not null;

    public ServerCertificate Server => _server?.Current ?? throw new InvalidOperationException("TLS is off.");

    public X509Certificate2Collection ClientCas => _clientCas?.Current ?? [];

    /// <summary>Takes over what has changed on disk; handshakes from now on see it.</summary>
    public void Refresh()
    {
        if (_server?.LoadIfChanged() is { } server)
        {
            _logger.CertificateInForce(server.Leaf.Subject, server.Leaf.NotAfter.ToUniversalTime());
        }

        if (_clientCas?.LoadIfChanged() is { } cas)
        {
            _logger.ClientCasInForce(cas.Count);
        }
    }

    private static List<(string Key, string Path)> ServerFiles(TlsOptions tls)
    {
        (string Name, string Path)[] all =
        [
            (nameof(tls.CertificateFile), tls.CertificateFile),
            (nameof(tls.KeyFile), tls.KeyFile),
            (nameof(tls.CertificatePasswordFile), tls.CertificatePasswordFile),
        ];
        return [.. all.Where(file => file.Path.Length > 0).Select(file => (TlsOptionsValidator.Key(file.Name), file.Path))];
    }

    private static ServerCertificate ReadServer(TlsOptions tls, IReadOnlyList<byte[]> contents)
    {
        var key = tls.KeyFile.Length > 0 ? contents[1] : null;
        var password = tls.CertificatePasswordFile.Length > 0 ? Encoding.UTF8.GetString(contents[^1]).Trim() : tls.CertificatePassword;
        return ServerCertificate.Read(contents[0], key, password);
    }

    private static X509Certificate2Collection ReadCas(byte[] bundle)
    {
        var cas = new X509Certificate2Collection();
        cas.ImportFromPem(Encoding.UTF8.GetString(bundle));
        return cas.Count > 0 ? cas : throw new CryptographicException("There is no certificate in it.");
    }
}
