using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>The two ports and their limits.</summary>
internal sealed class KestrelSetup(
    IOptions<EndpointsOptions> endpoints, IOptions<TlsOptions> tls, TlsHandshakes handshakes, HandshakeLimiter gate, TimeProvider clock)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>For what is neither gRPC nor REST, which have limits for each method: signing in, and nothing else.</summary>
    private const int MaxOtherBodyBytes = 64 * 1024;

    /// <summary>
    /// What is buffered towards one peer. Measured with 10,000 agents: 16 KB costs a third less memory than the defaults of 64 KB, and
    /// is faster, since less is touched.
    /// </summary>
    public const int WriteBufferBytes = 16 * 1024;

    // Who has not said what they want after this holds a place for nothing.
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may wait for its next request.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = MaxOtherBodyBytes;
        options.Limits.MaxConcurrentConnections = endpoints.Value.MaxConnections;
        options.Limits.RequestHeadersTimeout = HeadersTimeout;
        options.Limits.KeepAliveTimeout = IdleTimeout;
        SetRequestLimits(options.Limits);
        options.Limits.MaxResponseBufferSize = WriteBufferBytes;
        SetHttp2Limits(options.Limits.Http2);

        // The order is relied on by BoundAddresses and StartupFailure.
        var given = endpoints.Value;
        Listen(options, EndpointKind.Grpc, given.GrpcAddress, tls.Value.IsOn && !given.GrpcAllowInsecure);
        Listen(options, EndpointKind.Web, given.WebAddress, tls.Value.IsOn && !given.WebAllowInsecure);
    }

    private static void SetRequestLimits(KestrelServerLimits limits)
    {
        // A token of an identity provider, or a session's cookie in several parts, has a few KB; nothing honest has more than this.
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 8 * 1024;

        // Bytes a second: a bad line does better, and streams of gRPC are not measured.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));

        // Ten thousand handshakes at once keep a small machine busy for longer than the 5 s of the default, and its peers with it.
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(60));
    }

    private static void SetHttp2Limits(Http2Limits limits)
    {
        // A dead peer is found 25 s after it was last heard at the latest, and one that heartbeats every 15 s is rarely pinged.
        limits.KeepAlivePingDelay = TimeSpan.FromSeconds(15);
        limits.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);

        // Agents say one set of headers once: a table to compress repeated ones would be memory per connection for nothing.
        limits.HeaderTableSize = 0;

        // One client process may hold many watches on its one connection.
        limits.MaxStreamsPerConnection = 1000;

        // What a peer may have in flight before we read it. Ten thousand peers that send and are not read must not fill the memory;
        // a module of 8 MiB still flows, in a few more round trips.
        limits.InitialStreamWindowSize = 128 * 1024;
        limits.InitialConnectionWindowSize = 256 * 1024;
    }

    private void Listen(KestrelServerOptions options, EndpointKind kind, EndpointAddress address, bool isTls)
    {
        if (address is { Address: null, Port: > 0 })
        {
            options.ListenLocalhost(address.Port, Configure);
        }
        else if (IPAddress.IPv6Any.Equals(address.Address))
        {
            // Falls back to IPv4 where the machine has no IPv6.
            options.ListenAnyIP(address.Port, Configure);
        }
        else
        {
            // Two loopback addresses can not agree on "any free port", so localhost:0 is the IPv4 one.
            options.Listen(address.Address ?? IPAddress.Loopback, address.Port, Configure);
        }

        void Configure(ListenOptions listen)
        {
            // Without TLS, Kestrel can not serve both on one port.
            listen.Protocols = kind == EndpointKind.Grpc ? HttpProtocols.Http2 : isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            ((IConnectionBuilder)listen).Use(new EndpointTag(kind, address.IsLoopback, isTls).Tag);
            if (isTls)
            {
                ((IConnectionBuilder)listen).Use(gate.Enter());
                listen.UseHttps(handshakes.For(asksClients: kind == EndpointKind.Grpc));
                ((IConnectionBuilder)listen).Use(HandshakeLimiter.Leave);
            }

            // Behind the handshake, which has a limit of its own.
            ((IConnectionBuilder)listen).Use(ConnectionUse.Watch(IdleTimeout, clock));
        }
    }
}
