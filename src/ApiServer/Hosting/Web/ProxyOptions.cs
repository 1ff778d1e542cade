using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Section <c>Security</c>: the proxies in front of this server that are believed whom a request comes from.</summary>
internal sealed record ProxyOptions
{
    public const string Section = "Security";

    /// <summary>
    /// Networks such as <c>10.0.0.0/8</c>, with commas. Their X-Forwarded-For and X-Forwarded-Proto count: for limits, for the audit,
    /// and for what browsers are told. Empty: nobody's do.
    /// </summary>
    public string TrustedProxies { get; init; } = "";

    public static IEnumerable<string> Split(string networks) =>
        networks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public void Apply(ForwardedHeadersOptions options)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Split(TrustedProxies))
        {
            options.KnownIPNetworks.Add(IPNetwork.Parse(network));
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        }

        // From the nearest proxy backwards for as long as each is known, whatever their number.
        options.ForwardLimit = null;
    }
}
