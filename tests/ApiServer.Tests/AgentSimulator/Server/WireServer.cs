using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>
/// A real gRPC endpoint on loopback that has no opinions: each stream an agent opens is handed to the test, which plays the
/// server's part on it.
/// </summary>
internal sealed class WireServer : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;
    private readonly Streams _streams;

    private WireServer(WebApplication app, Streams streams) => (_app, _streams) = (app, streams);

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="port">0 for any.</param>
    public static async Task<WireServer> StartAsync(int port = 0)
    {
        var streams = new Streams();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(streams);
        var app = builder.Build();
        app.MapGrpcService<ConnectEndpoint>();
        app.MapGrpcService<UpdateEndpoint>();
        app.MapGrpcService<ReportEndpoint>();
        await app.StartAsync();
        return new WireServer(app, streams);
    }

    /// <summary>The next `Connect` stream, its `hello` not read yet.</summary>
    public Task<ConnectStream> NextConnectAsync() => NextAsync(_streams.Connects);

    /// <summary>The next `DeployModule` stream.</summary>
    public Task<UpdateStream> NextOrdersAsync() => NextAsync(_streams.Updates);

    /// <summary>The next `ReportProcess` stream.</summary>
    public Task<ReportStream> NextReportAsync() => NextAsync(_streams.Reports);

    /// <summary>All further `Connect` streams.</summary>
    public IAsyncEnumerable<ConnectStream> ConnectsAsync(CancellationToken cancellationToken) =>
        _streams.Connects.Reader.ReadAllAsync(cancellationToken);

    /// <summary>All further `ReportProcess` streams.</summary>
    public IAsyncEnumerable<ReportStream> ReportsAsync(CancellationToken cancellationToken) =>
        _streams.Reports.Reader.ReadAllAsync(cancellationToken);

    public bool HasNewConnect => _streams.Connects.Reader.TryPeek(out _);

    public bool HasNewReport => _streams.Reports.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        _streams.EndAll();
        await _app.DisposeAsync();
    }

    private static async Task<T> NextAsync<T>(Channel<T> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Timeout);
}
