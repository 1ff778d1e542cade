using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.Security.Oidc;

namespace Tricorder.ApiServer.Security.Open;

/// <summary>
/// Where nobody is asked who they are: on loopback, as long as nothing says otherwise. A public address means that a proxy on this
/// machine lets others in, so what it calls is not open either.
/// </summary>
internal sealed class OpenAccess(IOptions<SecurityOptions> security, IOptions<WebOptions> web, IOptions<OidcOptions> oidc)
{
    private readonly bool _onLoopback = !(security.Value.RequireAuth
        ?? (web.Value.PublicUri is { IsLoopback: false } || oidc.Value.IsOn));

    /// <summary>People can sign in elsewhere.</summary>
    public bool HasIdentityProvider { get; } = oidc.Value.IsOn;

    public bool IsOpen(EndpointTag endpoint) => _onLoopback && endpoint.IsLoopback;

    public bool IsOpenOn(EndpointAddress address) => _onLoopback && address.IsLoopback;
}
