using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>How connections are secured. Each handshake takes the certificates as they are then; open connections keep theirs.</summary>
internal sealed class TlsHandshakes(TlsFiles files, TimeProvider clock)
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <param name="asksClients">Whether clients are asked for a certificate, which they need not have.</param>
    public TlsHandshakeCallbackOptions For(bool asksClients) => new()
    {
        HandshakeTimeout = HandshakeTimeout,
        OnConnection = handshake => ValueTask.FromResult(asksClients && files.AsksAgents ? AskingOptions(handshake.Connection) : Options()),
    };

    private SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = files.Server.Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    private SslServerAuthenticationOptions AskingOptions(BaseConnectionContext connection)
    {
        var now = clock.GetUtcNow();
        var options = Options();
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = ClientCertificateCheck.Policy(files.ClientCas, now);
#pragma warning disable CA5359 // A client's certificate is looked at, not trusted: the verdict goes with the connection.
        options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            if (certificate is X509Certificate2 sent)
            {
                connection.Features.Set(new ClientCertificateVerdict(sent, ClientCertificateCheck.Problem(sent, chain, now)));
            }

            return true;
        };
#pragma warning restore CA5359
        return options;
    }
}
