using Microsoft.Extensions.Primitives;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// A browser says in Origin which page sends a request: only pages of this very server, or of its public address, may. Programs that
/// are not browsers send no Origin.
/// </summary>
internal sealed class OriginRules(WebOptions options)
{
    private readonly Uri? _public = options.PublicUri;

    public bool Allows(StringValues origin, string scheme, HostString host)
    {
        if (origin.Count == 0)
        {
            return true;
        }

        return origin.Count == 1
            && Uri.TryCreate(origin[0], UriKind.Absolute, out var from)
            && (IsSame(from, _public) || (Uri.TryCreate($"{scheme}://{host.Value}", UriKind.Absolute, out var own) && IsSame(from, own)));
    }

    private static bool IsSame(Uri from, Uri? own) =>
        own is not null
        && Uri.Compare(from, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
