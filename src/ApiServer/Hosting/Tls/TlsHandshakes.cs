using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
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
        OnConnection = handshake => ValueTask.FromResult(Options(handshake.Connection.Features, asksClients && files.AsksAgents)),
    };

    private SslServerAuthenticationOptions Options(IFeatureCollection connection, bool asksClient)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = files.Server.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            ClientCertificateRequired = asksClient,
        };
        if (asksClient)
        {
            var now = clock.GetUtcNow();
            options.CertificateChainPolicy = ClientCertificateCheck.Policy(files.ClientCas, now);
#pragma warning disable CA5359 // A client's certificate is looked at, not trusted: the verdict goes with the connection.
            options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                if (certificate is X509Certificate2 sent)
                {
                    connection.Set(new ClientCertificateVerdict(sent, ClientCertificateCheck.Problem(sent, chain, errors, now)));
                }

                return true;
            };
#pragma warning restore CA5359
        }

        return options;
    }
}
