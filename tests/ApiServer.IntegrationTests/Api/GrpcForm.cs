namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>How a gRPC client speaks to the server.</summary>
public enum GrpcForm
{
    /// <summary>HTTP/2 on the gRPC port.</summary>
    Native,

    /// <summary>grpc-web over HTTP/1.1 on the web port.</summary>
    Web,

    /// <summary>The same with base64 bodies, which some browsers' clients use for streams.</summary>
    WebText,
}
