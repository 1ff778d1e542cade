namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Section <c>Endpoints</c>: where the server listens.</summary>
internal sealed record EndpointsOptions
{
    public const string Section = "Endpoints";

    public string Grpc { get; init; } = "127.0.0.1:50051";

    public string Web { get; init; } = "127.0.0.1:8080";

    /// <summary>A file that gets the addresses as JSON once they are served; empty: none.</summary>
    public string AddressFile { get; init; } = "";

    /// <summary>Connections at a time on each port, so that who fills one leaves the other alone; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 30_000;

    public bool GrpcAllowInsecure { get; init; }

    public bool WebAllowInsecure { get; init; }

    public EndpointAddress GrpcAddress => Parse(Grpc);

    public EndpointAddress WebAddress => Parse(Web);

    private static EndpointAddress Parse(string text) => EndpointAddress.TryParse(text, out var address, out var problem)
        ? address
        : throw new InvalidOperationException($"'{text}' {problem}: used before it was validated.");
}
