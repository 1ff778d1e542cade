namespace Tricorder.ApiServer.Security.Callers;

/// <summary>The ways to prove who calls, by the names under which they are registered.</summary>
internal static class CallerSchemes
{
    /// <summary>Stands for all others: picks one by what a request brings.</summary>
    public const string Any = "any";

    public const string Open = "open";
    public const string Token = "token";
    public const string Certificate = "certificate";
    public const string Legacy = "legacy";
    public const string ServiceAccount = "service-account";
    public const string Jwt = "jwt";

    /// <summary>The Web UI's cookie.</summary>
    public const string Session = "session";

    /// <summary>Leads to a session, by way of the identity provider.</summary>
    public const string SignIn = "oidc";

    private const string Bearer = "Bearer ";

    /// <summary>What follows <c>Bearer</c>; empty = there is no such header.</summary>
    public static string BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : "";
}
