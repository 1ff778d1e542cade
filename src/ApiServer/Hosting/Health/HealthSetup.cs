using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tricorder.ApiServer.Hosting.Answers;

namespace Tricorder.ApiServer.Hosting.Health;

/// <summary>One set of health checks, told three ways: <c>/readyz</c>, <c>/healthz</c> and grpc.health.v1.</summary>
internal static class HealthSetup
{
    public static void Add(IServiceCollection services)
    {
        services.AddGrpcHealthChecks();
        services.AddHealthChecks().AddCheck<Readiness>(Readiness.Name);

        // How soon a Watch of grpc.health.v1 hears of a change; the end of serving is told at once.
        services.Configure<HealthCheckPublisherOptions>(options =>
        {
            options.Delay = TimeSpan.Zero;
            options.Period = TimeSpan.FromSeconds(5);
        });
    }

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", (RequestDelegate)(context => PlainText.WriteAsync(context, "ok\n"))).AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = ReadinessAnswer.WriteAsync }).AllowAnonymous();
        app.MapGrpcHealthChecksService();
    }
}
