namespace Tricorder.ApiServer.Client;

/// <summary>Where a server is, and how to be known there.</summary>
public sealed record ApiServerClientOptions
{
    /// <summary>The server's gRPC port: <c>https://host:50051</c>, or <c>http://</c> where it has no TLS.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:50051");

    /// <summary>API token, sent with each call. Null: none. Read <see cref="TokenFile"/> for tokens that change.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// File that holds the token; read anew for each call, so it may be replaced at any time. Ignored when <see cref="Token"/> is set.
    /// </summary>
    public string? TokenFile { get; init; }

    /// <summary>
    /// Sends the token over <c>http://</c> to other machines too, where anybody on the way can read it. Loopback needs no permission.
    /// </summary>
    public bool AllowTokenInClear { get; init; }

    /// <summary>PEM file with the certificates of the authorities to trust instead of the system's. Null: the system's.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>PEM file with the client's certificate, for servers that ask for one. Needs <see cref="ClientKeyFile"/>.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file with the key of <see cref="ClientCertificateFile"/>.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>Name that the server's certificate must have, when it is not the address's host. Null: the host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Takes any certificate of the server: whoever is on the way can read and change everything. For trying things out.</summary>
    public bool SkipServerVerification { get; init; }

    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two HTTP/2 pings on a connection that a call uses; finds peers that vanished.</summary>
    public TimeSpan KeepAlivePing { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the answer to a ping may take before the connection counts as lost.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often a call is sent at most while the server can not be reached: 1 means no retry, the usual lasts for 10 seconds at least.
    /// Changing calls are retried too; each carries a request_id, made up when the request has none, so that it takes effect once.
    /// </summary>
    public int MaxAttempts { get; init; } = 30;

    /// <summary>Largest answer that is accepted, in bytes. Null: any.</summary>
    public int? MaxReceiveMessageSize { get; init; }

    /// <summary>What else to set on the connection, such as a proxy; called once, last. Null: nothing.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; init; }
}
