using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Client;

/// <summary>
/// All services of a server over one channel; safe for use by many threads, and best kept for as long as the program runs. Calls throw
/// <see cref="Grpc.Core.RpcException"/>; <see cref="ApiError"/> tells what the server said.
/// </summary>
public sealed class ApiServerClient : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <summary>Makes a client; it connects with its first call. Throws as <see cref="ApiServerChannel.Create"/>.</summary>
    public ApiServerClient(ApiServerClientOptions? options = null)
    {
        _channel = ApiServerChannel.Create(options ?? new ApiServerClientOptions());
        var invoker = _channel.Intercept(new RequestIdInterceptor());
        Agents = new AgentService.AgentServiceClient(invoker);
        Database = new DatabaseService.DatabaseServiceClient(invoker);
        Events = new EventService.EventServiceClient(invoker);
        Grafana = new GrafanaService.GrafanaServiceClient(invoker);
        Modules = new ModuleService.ModuleServiceClient(invoker);
        Sessions = new SessionService.SessionServiceClient(invoker);
        Status = new StatusService.StatusServiceClient(invoker);
        Tokens = new TokenService.TokenServiceClient(invoker);
        Watch = new WatchService.WatchServiceClient(invoker);
    }

    /// <summary>Agents: what is known of them, cordon, forget.</summary>
    public AgentService.AgentServiceClient Agents { get; }

    /// <summary>The observability database: tables, retention, rows.</summary>
    public DatabaseService.DatabaseServiceClient Database { get; }

    /// <summary>What happened, and who did it.</summary>
    public EventService.EventServiceClient Events { get; }

    /// <summary>Grafana: datasources, dashboards, the server's token there.</summary>
    public GrafanaService.GrafanaServiceClient Grafana { get; }

    /// <summary>Modules: create, change, deploy, look at.</summary>
    public ModuleService.ModuleServiceClient Modules { get; }

    /// <summary>Who is signed in with a browser, and how to end that.</summary>
    public SessionService.SessionServiceClient Sessions { get; }

    /// <summary>How the server is.</summary>
    public StatusService.StatusServiceClient Status { get; }

    /// <summary>API tokens, and who the caller is.</summary>
    public TokenService.TokenServiceClient Tokens { get; }

    /// <summary>Live state as single streams; <see cref="Watching.WatchAsync"/> is easier, and goes on when they break.</summary>
    public WatchService.WatchServiceClient Watch { get; }

    /// <summary>Closes the channel; calls that are under way end with CANCELLED.</summary>
    public void Dispose() => _channel.Dispose();
}
