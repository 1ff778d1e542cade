using Microsoft.AspNetCore.Connections;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>
/// Set as a feature on every connection, one object per port. Who may call what is decided by where the connection was accepted,
/// never by headers, which the caller writes.
/// </summary>
internal sealed record EndpointTag(EndpointKind Kind, bool IsLoopback, bool IsTls)
{
    /// <summary>What everybody on the way can read and change is no place for tokens: only agents are answered there.</summary>
    public bool AgentsOnly => Kind == EndpointKind.Grpc && !IsLoopback && !IsTls;

    public static EndpointTag Of(HttpContext context) =>
        context.Features.Get<EndpointTag>()
        ?? throw new InvalidOperationException("The connection was not accepted on an endpoint of this server.");

    public ConnectionDelegate Tag(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(this);
        return next(connection);
    };
}

/// <summary>Which of the two ports a connection came in by.</summary>
internal enum EndpointKind
{
    /// <summary>HTTP/2: native gRPC, agents, health and reflection.</summary>
    Grpc,

    /// <summary>HTTP/1.1: grpc-web, REST, probes and metrics.</summary>
    Web,
}
