using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tricorder.ApiServer.Benchmarks.Raw;

/// <summary>The yardstick: Kestrel and Grpc.AspNetCore with as little in between as can be. Ends when its standard input ends.</summary>
internal static class RawServer
{
    /// <summary>More gain nothing, and each one that waits holds a copy of the message.</summary>
    private const int ConcurrentSends = 128;

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.WebHost.UseSockets(sockets => sockets.Backlog = 4096);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Broadcaster(SampleModule.Create("raw", 1), ConcurrentSends, Console.Out));
        builder.Services.AddSingleton<RawAgentService>();
        builder.Services.AddSingleton<RawModuleService>();
        await using var app = builder.Build();
        app.MapGrpcService<RawAgentService>();
        app.MapGrpcService<RawModuleService>();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await Console.Out.WriteLineAsync($"ready {address}");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
