using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>
/// The wire of a Grafana, with the rules of a version: who may do what, names and uids, versions of dashboards, and its words for all that.
/// Tests look into it, change it behind its back as people do, and let things go wrong.
/// </summary>
internal sealed class GrafanaServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<GrafanaCall> _calls = new();
    private readonly X509Certificate2? _certificate;
    private WebApplication _app;

    private GrafanaServer(GrafanaProfile profile, X509Certificate2? certificate)
    {
        Profile = profile;
        State = new GrafanaState(profile);
        Access = new GrafanaAccess(profile, State);
        Queries = new QueryEndpoints(profile, State);
        _certificate = certificate;
        _app = Build(0);
    }

    public GrafanaProfile Profile { get; }

    public GrafanaState State { get; }

    public GrafanaAccess Access { get; }

    public QueryEndpoints Queries { get; }

    public GrafanaFaults Faults { get; } = new();

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>It does not tell its version to those who have not signed in.</summary>
    public bool HidesVersion { get; set; }

    /// <summary>Its own database is down.</summary>
    public bool IsFailing { get; set; }

    /// <summary>All requests so far, in the order of their arrival.</summary>
    public IReadOnlyCollection<GrafanaCall> Calls => _calls;

    public string[] ServerSettings =>
    [
        $"--Grafana:Url={Url}",
        $"--Grafana:User={GrafanaAccess.User}",
        $"--Grafana:Password={Access.Password}",
    ];

    /// <param name="profile">The version.</param>
    /// <param name="certificate">Serves TLS with it.</param>
    public static async Task<GrafanaServer> StartAsync(GrafanaProfile profile, X509Certificate2? certificate = null)
    {
        var server = new GrafanaServer(profile, certificate);
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.Single());
        return server;
    }

    /// <summary>How many requests changed something, or tried to.</summary>
    public int Writes(string path = "/api/") => _calls.Count(call => call.IsWrite && call.Path.StartsWith(path, StringComparison.Ordinal));

    public void ForgetCalls() => _calls.Clear();

    /// <summary>It goes away; what it keeps stays.</summary>
    public async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>At the same address, after <see cref="StopAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        _app = Build(Url.Port);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private WebApplication Build(int port)
    {
        var app = LoopbackApp.Create(port, _certificate);
        app.Use(RecordAsync);
        app.Use((context, next) => Faults.Take(context.Request) is { } fault ? fault(context, next) : next(context));
        var routes = new GrafanaRoutes(app, Access, State);
        app.MapGet("/api/health", (RequestDelegate)HealthAsync);
        routes.Map("GET", "/api/org", "", "orgs:read", request =>
            GrafanaReply.Ok(
                new JsonObject { ["id"] = request.Caller.OrgId, ["name"] = request.Caller.OrgId == 1 ? "Main Org." : "Another" }));
        routes.Map("GET", "/api/frontend/settings", "", "", _ =>
            GrafanaReply.Ok(new JsonObject { ["buildInfo"] = new JsonObject { ["version"] = Profile.Version } }));
        new TokenEndpoints(Profile, State).Map(routes);
        new DatasourceEndpoints(Profile, State).Map(routes);
        Queries.Map(routes);
        new FolderEndpoints(Profile, State).Map(routes);
        new DashboardEndpoints(Profile, State).Map(routes);
        new AnnotationEndpoints(Profile, State).Map(routes);
        app.MapFallback("/api/{**path}", context => GrafanaRoutes.WriteAsync(context, GrafanaReply.NoSuchPath()));
        app.MapFallback(context => GrafanaFaultKinds.LoginPage()(context, _ => Task.CompletedTask));
        return app;
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        if (Profile.CompressesAnswers)
        {
            context.Items[GrafanaRoutes.Compresses] = true;
        }

        var call = new GrafanaCall(context.Request.Method, context.Request.Path.Value!);
        context.Items[nameof(GrafanaCall)] = call;
        _calls.Enqueue(call);
        try
        {
            await next(context);
        }
        finally
        {
            call.Status = context.Response.StatusCode;
        }
    }

    private Task HealthAsync(HttpContext context)
    {
        var health = new JsonObject { ["database"] = IsFailing ? "failing" : "ok" };
        if (!HidesVersion)
        {
            health["commit"] = "0123456789";
            health["version"] = Profile.Version;
        }

        return GrafanaRoutes.WriteAsync(context, new GrafanaReply(IsFailing ? 503 : 200, health));
    }
}
