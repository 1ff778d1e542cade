using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Where to listen. Without an address it is <c>localhost</c>: both loopback addresses.</summary>
internal sealed record EndpointAddress(IPAddress? Address, int Port)
{
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);

    public bool IsWildcard => IPAddress.Any.Equals(Address) || IPAddress.IPv6Any.Equals(Address);

    /// <summary>Reads <c>127.0.0.1:8080</c>, <c>[::1]:0</c>, <c>localhost:8080</c>, <c>0.0.0.0:8080</c> or <c>*:8080</c>.</summary>
    public static bool TryParse(string text, out EndpointAddress address, out string problem)
    {
        address = new EndpointAddress(null, 0);
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || text.EndsWith(']'))
        {
            problem = "has no port (0 means any free one)";
            return false;
        }

        var host = text[..colon];
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            problem = "has a port that is not a number from 0 to 65535";
            return false;
        }

        if (!TryParseHost(host, out var ip))
        {
            problem = "has a host that is not an IP address (IPv6 in brackets), 'localhost' or '*'";
            return false;
        }

        address = new EndpointAddress(ip, port);
        problem = "";
        return true;
    }

    public override string ToString() => Address switch
    {
        null => $"localhost:{Port}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"[{Address}]:{Port}",
        _ => $"{Address}:{Port}",
    };

    private static bool TryParseHost(string host, out IPAddress? ip)
    {
        ip = host == "*" ? IPAddress.IPv6Any : null;
        if (ip is not null || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return IPAddress.TryParse(host[1..^1], out ip) && ip.AddressFamily == AddressFamily.InterNetworkV6;
        }

        // "1" and "127.1" are addresses to the parser, and mistakes to people.
        return IPAddress.TryParse(host, out ip) && ip.AddressFamily == AddressFamily.InterNetwork && ip.ToString() == host;
    }
}
