using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>A real server that asks everybody who they are, and callers with one token each.</summary>
internal sealed class SecuredServer : IAsyncDisposable
{
    private readonly List<IDisposable> _clients = [];

    private SecuredServer(ServerProcess process) => Process = process;

    public ServerProcess Process { get; }

    /// <summary>The first administrator's token, as the server wrote it.</summary>
    public string AdminToken => PlantedSecrets.Add(File.ReadAllText(Path.Combine(Process.DataDirectory, "bootstrap-token")).Trim());

    public TokenService.TokenServiceClient Tokens => new(Native(AdminToken));

    public static Task<SecuredServer> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static async Task<SecuredServer> StartAsync(TestCertificates? certificates, params string[] settings) =>
        new(await ServerProcess.StartAsync(certificates, ["--Security:RequireAuth=true", .. settings]));

    public async Task<CreateTokenResponse> CreateTokenAsync(Role role, string? name = null, DateTime? expireTime = null)
    {
        var created = await Tokens.CreateTokenAsync(new CreateTokenRequest
        {
            Name = name ?? $"{role}-{Guid.NewGuid():N}"[..24].ToLowerInvariant(),
            Role = role,
            ExpireTime = expireTime is { } time ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(time) : null,
        });
        PlantedSecrets.Add(created.Secret);
        return created;
    }

    /// <summary>A channel to the gRPC port that sends this token with each call; null = none.</summary>
    public ChannelBase Native(string? token) => Keep(GrpcChannel.ForAddress(Process.Grpc, new GrpcChannelOptions
    {
        HttpClient = Keep(Authorized(Process.Handler(), token)),
        DisposeHttpClient = false,
    }));

    /// <summary>The same as grpc-web on the web port.</summary>
    public ChannelBase Web(string? token) => Keep(GrpcChannel.ForAddress(Process.Web, new GrpcChannelOptions
    {
        HttpClient = Keep(Authorized(new GrpcWebHandler(GrpcWebMode.GrpcWeb, Process.Handler()), token)),
        HttpVersion = HttpVersion.Version11,
    }));

    public HttpClient Http(string? token)
    {
        var http = Keep(Authorized(Process.Handler(), token));
        (http.DefaultRequestVersion, http.DefaultVersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
        http.BaseAddress = new Uri(Process.Web);
        return http;
    }

    public async Task<IReadOnlyList<Event>> EventsAsync(string kind)
    {
        var client = new EventService.EventServiceClient(Native(AdminToken));
        var request = new ListEventsRequest { Kind = kind, PageSize = 500 };
        var events = new List<Event>();
        do
        {
            var page = await client.ListEventsAsync(request);
            events.AddRange(page.Events);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Process.DisposeAsync();
    }

    private static HttpClient Authorized(HttpMessageHandler handler, string? token)
    {
        var http = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (handler is not SocketsHttpHandler)
        {
            (http.DefaultRequestVersion, http.DefaultVersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
        }

        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private T Keep<T>(T client)
        where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
