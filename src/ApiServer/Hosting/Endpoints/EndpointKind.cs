namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Which of the two ports a connection came in by.</summary>
internal enum EndpointKind
{
    /// <summary>HTTP/2: native gRPC, agents, health and reflection.</summary>
    Grpc,

    /// <summary>HTTP/1.1: grpc-web, REST, probes and metrics.</summary>
    Web,
}
