using System.Net;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Security.Limits;

/// <summary>
/// Says whose a request is: who has proven who they are is one author, whoever has not is one with all of the same address.
/// </summary>
internal static class RequestAuthors
{
    public static void Set(HttpContext context) =>
        context.Features.Set(new RequestAuthor(NameOf(context.Features.Get<Caller>(), context.Connection.RemoteIpAddress)));

    /// <param name="caller">null = nobody knows.</param>
    /// <param name="address">Where the request comes from.</param>
    public static string NameOf(Caller? caller, IPAddress? address) => caller switch
    {
        null or { Actor: Events.Actors.Local } => $"address:{PlaceOf(address)}",

        // Agents of a whole fleet may have one token: none of them shall hold up the others.
        { Agent: not null } => $"{caller.Actor}@{PlaceOf(address)}",
        _ => caller.Actor,
    };

    private static IPAddress PlaceOf(IPAddress? address)
    {
        // A machine has 16 million addresses of its own, and may come to itself from any of them.
        var network = LoginLimits.NetworkOf(address);
        return IPAddress.IsLoopback(network) || IPAddress.IPv6Loopback.Equals(address) ? IPAddress.Loopback : network;
    }
}
