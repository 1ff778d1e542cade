using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>What the handshake makes of agents' certificates.</summary>
public sealed class AgentCertificateTests : CertifiedTest
{
    /// <summary>The second connection resumes the first one's TLS session, and its handshake shows no certificates again.</summary>
    [Test]
    public async Task Certificate_ThroughAnIntermediate_IsWelcomeWithEachConnection()
    {
        using var between = Certificates.SignAuthority("CN=agents of a region");
        using var leaf = Certificates.Sign("CN=far-1", issuer: between);
        using var handler = Certificates.Handler(leaf, intermediate: between);
        handler.PooledConnectionLifetime = TimeSpan.Zero;

        for (var connection = 1; connection <= 3; connection++)
        {
            Assert.That(await ConnectAsync(handler, "far-1"), Is.EqualTo("welcome"), $"connection {connection}");
        }
    }

    [Test]
    public async Task Certificate_ThatSaysWhereItsCaIs_MakesTheServerFetchNothing()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var where = $"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/ca.crt";
        using var foreign = new TestCertificates("foreign CA");
        using var between = foreign.SignAuthority("CN=foreign between");
        using var leaf = foreign.Sign(
            "CN=stranger", issuer: between, extensions: new X509AuthorityInformationAccessExtension(null, [where]));
        using var handler = Certificates.Handler(leaf);

        var end = await ConnectAsync(handler, "stranger");

        Assert.That(end, Is.EqualTo("Unauthenticated CERTIFICATE_NOT_VALID"));
        Assert.That(trap.Pending(), Is.False, "the server called the address in the certificate");
    }

    /// <summary>
    /// The CAs can be exchanged without a restart. A connection keeps what its handshake found out, so each look makes a new one.
    /// </summary>
    [Test]
    public async Task Certificate_OfANewCa_IsWelcomeOnceTheBundleHasIt()
    {
        using var next = new TestCertificates("next CA");
        using var leaf = next.Sign("CN=next-1");
        var before = await ConnectAsync(Certificates.Handler(leaf), "next-1");

        await File.AppendAllTextAsync(Certificates.CaFile, await File.ReadAllTextAsync(next.CaFile));

        await Eventually.TrueAsync(
            async () => await ConnectAsync(Certificates.Handler(leaf), "next-1") == "welcome", "it is welcome", TimeSpan.FromSeconds(5));
        Assert.That(before, Is.EqualTo("Unauthenticated CERTIFICATE_NOT_VALID"));
    }

    private async Task<string> ConnectAsync(HttpMessageHandler handler, string node)
    {
        using var channel = GrpcChannel.ForAddress(Server.Process.Grpc, new GrpcChannelOptions { HttpHandler = handler });
        using var call = new AgentService.AgentServiceClient(channel).Connect();
        try
        {
            await call.RequestStream.WriteAsync(
                new AgentMessage { Hello = new Hello { AgentId = Guid.NewGuid().ToString(), NodeName = node } });
            await call.ResponseStream.MoveNext(CancellationToken.None);
            return call.ResponseStream.Current.Welcome is null ? "something else" : "welcome";
        }
        catch (RpcException e)
        {
            return $"{e.StatusCode} {e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? e.Status.Detail}";
        }
    }
}
