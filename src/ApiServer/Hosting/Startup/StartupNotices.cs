using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>What operators should find at the top of the log.</summary>
internal static class StartupNotices
{
    // Keys that are part of the contract, and whose rooms this build does not have.
    private static readonly string[] Unused =
    [
        "Grafana:Url", "Grafana:PublicUrl", "Grafana:User", "Grafana:Password", "Grafana:Token", "Grafana:DatasourceUid",
    ];

    public static void Log(WebApplication app, EndpointsOptions endpoints)
    {
        var log = app.Logger;
        log.Starting(CommandLineAnswer.Version, EffectiveOptions.Describe(app.Configuration, KeyCatalogue.Shipped));
        foreach (var key in Unused.Where(key => app.Configuration[key] is { Length: > 0 }))
        {
            log.NothingUses(key);
        }

        var hasTls = app.Services.GetRequiredService<IOptions<TlsOptions>>().Value.IsOn;
        if (!endpoints.GrpcAddress.IsLoopback && (endpoints.GrpcAllowInsecure || !hasTls))
        {
            log.Insecure("Endpoints:GrpcAllowInsecure", endpoints.Grpc);
        }

        if (!endpoints.WebAddress.IsLoopback && (endpoints.WebAllowInsecure || !hasTls))
        {
            log.Insecure("Endpoints:WebAllowInsecure", endpoints.Web);
        }
    }
}
