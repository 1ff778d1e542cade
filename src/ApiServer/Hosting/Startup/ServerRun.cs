using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>The life of the process: arguments to exit code.</summary>
internal static class ServerRun
{
    private const int Ok = 0;
    private const int CannotStart = 1;

    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        try
        {
            var commandLine = CommandLine.Parse(args, KeyCatalogue.Shipped);
            if (commandLine.Question != CommandLineQuestion.None)
            {
                await Console.Out.WriteAsync(CommandLineAnswer.To(commandLine.Question, KeyCatalogue.Shipped));
                return Ok;
            }

            var builder = ServerBuilder.Create(commandLine.Settings);
            add(builder);
            await using var app = builder.Build();
            return await RunAsync(app, map);
        }
        catch (Exception e) when (StartupFailure.Describe(e) is { } line)
        {
            await Console.Error.WriteLineAsync($"apiserver: {Redaction.Of(line).ReplaceLineEndings(" ")}");
            return CannotStart;
        }
        catch (Exception e)
        {
            // A defect. The runtime would print it too, with whatever secret is in it.
            await Console.Error.WriteLineAsync($"apiserver: could not start: {Redaction.Of(e.ToString())}");
            return CannotStart;
        }
    }

    private static async Task<int> RunAsync(WebApplication app, Action<WebApplication> map)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
            map(app);
            await StartAsync(app);
            return await UntilStoppedAsync(app);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it had started.
            return Ok;
        }
        catch (Exception e) when (StartupFailure.Describe(e) is null)
        {
            app.Logger.Failed(e);
            return CannotStart;
        }
    }

    private static async Task StartAsync(WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<IOptions<EndpointsOptions>>().Value;
        var cluster = app.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        var server = app.Services.GetRequiredService<IServer>();
        StartupNotices.Log(app, endpoints);
        AddressFile.Remove(endpoints.AddressFile);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (StartupFailure.ToBind(e, server, endpoints) is { } failure)
        {
            throw failure;
        }

        app.Services.GetRequiredService<StartupNoise>().Running();
        var addresses = BoundAddresses.Of(server);
        AddressFile.Write(endpoints.AddressFile, addresses);
        app.Logger.Serving(addresses.Grpc, addresses.Web);
        await Console.Out.WriteLineAsync($"ready grpc={addresses.Grpc} web={addresses.Web} cluster={cluster.Name}");
    }

    private static async Task<int> UntilStoppedAsync(WebApplication app)
    {
        var timeout = app.Services.GetRequiredService<IOptions<ShutdownOptions>>().Value.Timeout;
        await using var stopping = app.Lifetime.ApplicationStopping.Register(() => app.Logger.Stopping(timeout));
        try
        {
            await app.WaitForShutdownAsync();
            app.Logger.Stopped();
        }
        catch (OperationCanceledException)
        {
            app.Logger.CutOff(timeout);
        }
        finally
        {
            AddressFile.Remove(app.Services.GetRequiredService<IOptions<EndpointsOptions>>().Value.AddressFile);
        }

        // A background service that failed has stopped the host, and has been logged; whoever supervises the process must see it too.
        var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>();
        return background.Any(service => service.ExecuteTask is { IsFaulted: true }) ? CannotStart : Ok;
    }
}
