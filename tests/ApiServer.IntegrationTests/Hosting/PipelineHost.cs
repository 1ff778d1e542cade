using System.Net;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tricorder.ApiServer.Hosting;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Startup;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>The Hosting room alone, on real sockets, with scripted services behind it.</summary>
internal sealed class PipelineHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<IDisposable> _clients = [];

    private PipelineHost(WebApplication app, RecordedLog log)
    {
        _app = app;
        Log = log;
    }

    public ModuleScript Modules => _app.Services.GetRequiredService<ModuleScript>();

    public IServiceProvider Services => _app.Services;

    public RecordedLog Log { get; }

    public BoundAddresses Addresses { get; private set; } = new("", "");

    public static async Task<PipelineHost> StartAsync(params string[] settings)
    {
        string[] onFreePorts = ["--Endpoints:Grpc=127.0.0.1:0", "--Endpoints:Web=127.0.0.1:0", .. settings];
        var builder = ServerBuilder.Create(CommandLine.Parse(onFreePorts, KeyCatalogue.Shipped).Settings);
        builder.AddHosting();
        builder.Services.AddSingleton<ModuleScript>();
        var log = new RecordedLog();
        builder.Logging.ClearProviders().AddProvider(log);

        var host = new PipelineHost(builder.Build(), log);
        host._app.UseHosting();
        host._app.MapHosting();
        host._app.MapGrpcService<ScriptedModules>();
        host._app.MapGrpcService<ScriptedAgents>();
        await host._app.StartAsync();
        host.Addresses = BoundAddresses.Of(host._app.Services.GetRequiredService<IServer>());
        return host;
    }

    public GrpcChannel Native() => Keep(GrpcChannel.ForAddress(Addresses.Grpc, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
    }));

    public GrpcChannel Web() => Keep(GrpcChannel.ForAddress(Addresses.Web, new GrpcChannelOptions
    {
        HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler()),
        HttpVersion = HttpVersion.Version11,
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
    }));

    public HttpClient Http() => Keep(new HttpClient { BaseAddress = new Uri(Addresses.Web) });

    public void Stop() => _app.Lifetime.StopApplication();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private T Keep<T>(T client)
        where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
