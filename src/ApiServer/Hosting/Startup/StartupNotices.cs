using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>What operators should find at the top of the log.</summary>
internal static class StartupNotices
{
    public static void Log(WebApplication app, EndpointsOptions endpoints)
    {
        var log = app.Logger;
        log.Starting(CommandLineAnswer.Version, EffectiveOptions.Describe(app.Configuration, KeyCatalogue.Shipped));
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
