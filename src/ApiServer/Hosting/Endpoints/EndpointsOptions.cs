namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Section <c>Endpoints</c>: where the server listens.</summary>
internal sealed record EndpointsOptions
{
    public const string Section = "Endpoints";

    /// <summary>Address and port of gRPC; port 0 takes any free one. Agents connect here.</summary>
    public string Grpc { get; init; } = "127.0.0.1:50051";

    /// <summary>Address and port of REST, grpc-web, the Web UI, health and metrics; port 0 takes any free one.</summary>
    public string Web { get; init; } = "127.0.0.1:8080";

    /// <summary>A file that gets the addresses as JSON once they are served; empty: none.</summary>
    public string AddressFile { get; init; } = "";

    /// <summary>Connections at a time on each port, so that who fills one leaves the other alone; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 30_000;

    /// <summary>
    /// Allows the gRPC port off loopback without TLS. It then serves agents only. With TLS configured, this port stays without it.
    /// </summary>
    public bool GrpcAllowInsecure { get; init; }

    /// <summary>
    /// Allows the web port off loopback without TLS, as behind an ingress that ends TLS. With TLS configured, this port stays without it.
    /// </summary>
    public bool WebAllowInsecure { get; init; }

    public EndpointAddress GrpcAddress => Parse(Grpc);

    public EndpointAddress WebAddress => Parse(Web);

    private static EndpointAddress Parse(string text) => EndpointAddress.TryParse(text, out var address, out var problem)
        ? address
        : throw new InvalidOperationException($"'{text}' {problem}: used before it was validated.");
}
