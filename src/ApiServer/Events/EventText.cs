using System.Net;
using System.Net.Sockets;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Events;

/// <summary>Bounds what is stored: much of it was written by agents and callers.</summary>
internal static class EventText
{
    public const int MessageLimit = 1024;
    public const int NameLimit = 256;

    private const string Ellipsis = "…";

    public static Origin Cut(Origin origin) => ReferenceEquals(origin, Origin.Server) ? origin : new Origin(Actor(origin))
    {
        Method = Cut(origin.Method, NameLimit),
        ClientAddress = origin.ClientAddress,
        UserAgent = Cut(Redaction.Of(HarmlessText.Word(origin.UserAgent)), NameLimit),
        RequestId = Cut(Redaction.Of(HarmlessText.Word(origin.RequestId)), NameLimit),
        CorrelationId = origin.CorrelationId,
    };

    private static string Actor(Origin origin) => Cut(HarmlessText.Word(origin.Actor), NameLimit);

    /// <summary>What one client has of addresses: of IPv6 a whole /64.</summary>
    public static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = ip.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = limit - Ellipsis.Length;
        if (char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return string.Concat(text.AsSpan(0, end), Ellipsis);
    }
}
