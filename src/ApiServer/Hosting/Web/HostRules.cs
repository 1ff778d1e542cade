using System.Net;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// The Host names the web port answers to. A page on evil.example may have its own name resolve to this machine (DNS rebinding);
/// its requests then carry that name, and no address literal or name of ours.
/// </summary>
internal sealed class HostRules(EndpointAddress bound, WebOptions options)
{
    private const string Localhost = "localhost";

    private readonly HashSet<string> _names = new(
        options.AllowedHosts.Append(options.PublicUri?.Host ?? Localhost).Append(Localhost).Select(Normalize),
        StringComparer.OrdinalIgnoreCase);

    public bool Allows(string host)
    {
        host = Normalize(host);
        return _names.Contains(host) || (IPAddress.TryParse(host, out var ip) && AllowsAddress(ip));
    }

    private bool AllowsAddress(IPAddress ip) =>
        bound.IsWildcard || IPAddress.IsLoopback(ip) || (bound.Address is { } address && address.Equals(ip));

    private static string Normalize(string host) => host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
}
