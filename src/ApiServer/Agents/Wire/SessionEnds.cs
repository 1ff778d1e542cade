using Grpc.Core;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Agents.Wire;

/// <summary>What an agent is told about the end of its stream; null = it ends with OK.</summary>
internal static class SessionEnds
{
    public static Exception? ToException(SessionEnd end, AgentProtocol protocol) => end switch
    {
        SessionEnd.Closed => null,
        SessionEnd.Draining when protocol == AgentProtocol.Legacy => null,
        SessionEnd.Draining => Draining(),
        SessionEnd.Superseded => new AbortedException("SUPERSEDED", "The same agent connected again; do not reconnect this stream."),
        SessionEnd.PodGone => new UnavailableException("POD_DELETED", "Kubernetes says that the pod of this agent is deleted."),
        SessionEnd.Silent => new UnavailableException("HEARTBEATS_MISSED", "No heartbeat came for too long; reconnect."),
        SessionEnd.Stalled => new UnavailableException("STALLED", "The agent did not take what it was sent; reconnect."),
        SessionEnd.Revoked => new UnauthenticatedException("TOKEN_REVOKED", "The credentials of this agent were revoked."),
        SessionEnd.NoAnswer => new UnavailableException("NO_ANSWER", "The agent did not answer an order in time; reconnect."),
        _ => new RpcException(new Status(StatusCode.Cancelled, "The stream is gone.")),
    };

    public static UnavailableException Draining() => new("DRAINING", "The server is stopping; reconnect.", TimeSpan.FromSeconds(1));
}
