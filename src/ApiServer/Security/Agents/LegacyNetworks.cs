using System.Net;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>From where agents of 2023 are let in.</summary>
internal sealed class LegacyNetworks
{
    public const string Loopback = "loopback";
    public const string Never = "never";

    private readonly IReadOnlyList<IPNetwork> _networks;

    private LegacyNetworks(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    public static bool TryParse(string text, out LegacyNetworks networks, out string wrong)
    {
        var list = new List<IPNetwork>();
        networks = new LegacyNetworks(list);
        wrong = "";
        if (text == Never)
        {
            return true;
        }

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part == Loopback)
            {
                list.AddRange([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]);
            }
            else if (IPNetwork.TryParse(part, out var network))
            {
                list.Add(network);
            }
            else
            {
                wrong = part;
                return false;
            }
        }

        return true;
    }

    public bool Contains(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && _networks.Any(network => network.Contains(plain));
    }
}
