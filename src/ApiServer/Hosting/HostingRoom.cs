using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Health;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.Hosting.Rpc;
using Tricorder.ApiServer.Hosting.Startup;
using Tricorder.ApiServer.Hosting.Telemetry;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Hosting.Ui;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Hosting;

internal static class HostingRoom
{
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        RequestThreads.Ensure();
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<MetricsExport>();
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<ServerMetrics>();
        AddOptions<ClusterOptions, ClusterOptionsValidator>(services, ClusterOptions.Section);
        AddOptions<EndpointsOptions, EndpointsOptionsValidator>(services, EndpointsOptions.Section);
        AddOptions<ShutdownOptions, ShutdownOptionsValidator>(services, ShutdownOptions.Section);
        AddOptions<WebOptions, WebOptionsValidator>(services, WebOptions.Section)
            .Configure<IConfiguration>((web, configuration) => web.AllowedHosts = WebOptions.ReadAllowedHosts(configuration));

        AddOptions<ProxyOptions, ProxyOptionsValidator>(services, ProxyOptions.Section);
        services.AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxyOptions>>((forwarded, proxies) => proxies.Value.Apply(forwarded));

        services.AddOptions<HostOptions>()
            .Configure<IOptions<ShutdownOptions>>((host, shutdown) => host.ShutdownTimeout = shutdown.Value.Timeout);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        AddOptions<TlsOptions, TlsOptionsValidator>(services, TlsOptions.Section);
        services.AddSingleton<TlsFiles>();
        services.AddSingleton<TlsHandshakes>();
        services.AddSingleton<HandshakeLimiter>();
        if (!string.IsNullOrEmpty(builder.Configuration[$"{TlsOptions.Section}:{nameof(TlsOptions.CertificateFile)}"]))
        {
            services.AddLoop<TlsReloader>();
        }

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets =>
        {
            // A whole fleet reconnects at once after a restart.
            sockets.Backlog = 4096;
            sockets.MaxWriteBufferSize = KestrelSetup.WriteBufferBytes;
        });
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        RpcSetup.Add(services);
        HealthSetup.Add(services);
        return builder;
    }

    /// <summary>What every request passes before anybody asks who sends it: names, origins, ports.</summary>
    public static WebApplication UseHosting(this WebApplication app)
    {
        // What is listened to is what is exported: instruments are seen from the moment they are made.
        app.Services.GetRequiredService<MetricsExport>();
        app.Services.GetRequiredService<ProcessMetrics>();
        app.Services.GetRequiredService<ServerMetrics>();
        app.UseMiddleware<RequestUse>();
        app.UseForwardedHeaders();
        app.UseMiddleware<CorrelationIds>();
        app.UseWhen(
            context => EndpointTag.Of(context).Kind == EndpointKind.Web,
            web =>
            {
                web.UseMiddleware<SecurityHeaders>();
                web.UseHsts();
                web.UseMiddleware<WebFailures>();
                web.UseMiddleware<WebGuard>();
            });
        app.UseRouting();
        app.UseMiddleware<EndpointGate>();
        return app;
    }

    /// <summary>What requests that were let in find.</summary>
    public static WebApplication MapHosting(this WebApplication app)
    {
        app.UseMiddleware<RestRequests>();
        app.UseMiddleware<AnswerEnd>();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseMiddleware<BoundedCalls>();

        if (!UiEndpoints.Map(app))
        {
            app.MapGet("/", LandingPage.For(app.Services.GetRequiredService<IOptions<ClusterOptions>>())).AllowAnonymous();
        }

        MetricsEndpoint.Map(app);
        HealthSetup.Map(app);
        RpcSetup.Map(app);
        return app;
    }

    private static OptionsBuilder<TOptions> AddOptions<TOptions, TValidator>(IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        return services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }
}
