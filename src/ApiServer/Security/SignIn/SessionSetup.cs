using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Sessions;

namespace Tricorder.ApiServer.Security.SignIn;

/// <summary>
/// The cookies of the Web UI: a session that scripts can not read, and what proves that a request comes from our own pages.
/// </summary>
internal sealed class SessionSetup(
    IOptions<WebOptions> web, IOptions<EndpointsOptions> endpoints, IOptions<TlsOptions> tls, SessionCookie cookie)
    : IConfigureNamedOptions<CookieAuthenticationOptions>, IConfigureOptions<AntiforgeryOptions>
{
    public const string CsrfHeader = "X-CSRF-Token";

    public bool IsSecure { get; } =
        web.Value.PublicUri?.Scheme == Uri.UriSchemeHttps || (tls.Value.IsOn && !endpoints.Value.WebAllowInsecure);

    /// <summary>With the prefix, a browser takes the cookie from this very host over TLS only.</summary>
    public string CookieName => IsSecure ? "__Host-apiserver" : "apiserver";

    public void Configure(string? name, CookieAuthenticationOptions options) => Configure(options);

    public void Configure(CookieAuthenticationOptions options)
    {
        options.ExpireTimeSpan = SessionManager.Max;
        options.SlidingExpiration = false;
        options.Events = cookie;
        Configure(options.Cookie, CookieName);

        // Not Strict: the identity provider's redirect back would then arrive without the session it has just begun.
        options.Cookie.SameSite = SameSiteMode.Lax;
    }

    public void Configure(AntiforgeryOptions options)
    {
        options.HeaderName = CsrfHeader;
        options.SuppressXFrameOptionsHeader = true; // SecurityHeaders says more.
        Configure(options.Cookie, CookieName + "-csrf");
        options.Cookie.SameSite = SameSiteMode.Strict;
    }

    private void Configure(CookieBuilder builder, string name)
    {
        builder.Name = name;
        builder.Path = "/";
        builder.HttpOnly = true;
        builder.SecurePolicy = IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
