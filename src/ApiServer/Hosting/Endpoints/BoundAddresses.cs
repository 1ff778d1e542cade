using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Where the server can be reached from this machine, with the ports it really got.</summary>
internal sealed record BoundAddresses(string Grpc, string Web)
{
    /// <summary>Kestrel lists one address per endpoint, in the order in which they were configured.</summary>
    public static BoundAddresses Of(IServer server) => Bound(server) is [var grpc, var web]
        ? new BoundAddresses(Reachable(grpc), Reachable(web))
        : throw new InvalidOperationException("The server does not listen on exactly two endpoints.");

    public static IReadOnlyList<string> Bound(IServer server) => [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    private static string Reachable(string bound)
    {
        var uri = new Uri(bound);
        var isWildcard = IPAddress.TryParse(uri.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return $"{uri.Scheme}://{(isWildcard ? "127.0.0.1" : uri.Host)}:{uri.Port}";
    }
}
