using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Turns away what other web pages send, before anything else looks at it. There are no CORS headers, ever.</summary>
internal sealed class WebGuard(RequestDelegate next, RefusedCalls refused, IOptions<EndpointsOptions> endpoints, IOptions<WebOptions> web)
{
    private readonly HostRules _hosts = new(endpoints.Value.WebAddress, web.Value);
    private readonly OriginRules _origins = new(web.Value);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var host = request.Host.Host;
        if (!_hosts.Allows(host))
        {
            var way = $"If it should be, start the server with {Suggestion(host)} or with Web:PublicUrl.";
            return Refuse(context, "HOST_NOT_ALLOWED", $"The Host '{host}' is not a name of this server. {way}");
        }

        if (!_origins.Allows(request.Headers.Origin, request.Scheme, request.Host))
        {
            const string Way = "If it is the server's own public address, start the server with Web:PublicUrl set to it.";
            return Refuse(context, "ORIGIN_NOT_ALLOWED", $"A page of '{request.Headers.Origin}' may not call this server. {Way}");
        }

        return next(context);
    }

    private static string Suggestion(string host) =>
        Uri.CheckHostName(host) == UriHostNameType.Unknown ? "Web:AllowedHosts" : $"--Web:AllowedHosts={host}";

    private Task Refuse(HttpContext context, string reason, string message) =>
        refused.AnswerAsync(context, new PermissionDeniedException(reason, message));
}
