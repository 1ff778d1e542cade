using System.Security.Cryptography;
using System.Text;

namespace Tricorder.ApiServer.Hosting.Ui;

/// <summary>
/// Serves the Web UI: its files, and for each of its own addresses the one page that they all are. Nothing in them is secret; what they
/// show is asked for by whoever is signed in.
/// </summary>
internal static class UiEndpoints
{
    private const string NonceMark = "__CSP_NONCE__";

    // As in clients/web/src/app/router.tsx.
    private static readonly string[] Pages =
    [
        "/", "/modules", "/modules/new", "/modules/{id}", "/modules/{id}/edit", "/agents", "/agents/{id}", "/events", "/grafana",
        "/database", "/status", "/sessions",
    ];

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>False where this build has no UI.</summary>
    public static bool Map(WebApplication app)
    {
        var assets = UiAssets.Load(typeof(UiEndpoints).Assembly);
        if (!assets.TryGetValue(UiAssets.Page, out var page))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(page.Plain.Span);
        foreach (var path in Pages)
        {
            app.MapMethods(path, Methods, (RequestDelegate)(context => WritePageAsync(context, text))).AllowAnonymous();
        }

        foreach (var (path, asset) in assets.Where(asset => asset.Key != UiAssets.Page))
        {
            app.MapMethods(path, Methods, (RequestDelegate)asset.WriteAsync).AllowAnonymous();
        }

        return true;
    }

    /// <summary>Styles that are made at run time carry a word that is new in each answer; there are no such scripts.</summary>
    private static Task WritePageAsync(HttpContext context, string page)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page.Replace(NonceMark, nonce, StringComparison.Ordinal), context.RequestAborted);
    }
}
