namespace Tricorder.ApiServer.Security.Oidc;

/// <summary>Section <c>Security:Oidc</c>: the identity provider that people and programs come from.</summary>
internal sealed record OidcOptions
{
    public const string Section = "Security:Oidc";

    /// <summary>The issuer, such as <c>https://login.example.com/realms/main</c>; empty: none.</summary>
    public string Authority { get; init; } = "";

    /// <summary>What bearer tokens must have been issued for.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The claim that names the caller.</summary>
    public string NameClaim { get; init; } = "sub";

    /// <summary>The claim with the caller's groups; dots lead into JSON, as in <c>realm_access.roles</c>.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Which of those groups have which role: <c>admin=platform;deployer=sre,oncall;viewer=*</c>.</summary>
    public string Roles { get; init; } = "";

    /// <summary>The client id for signing in to the Web UI; empty: only bearer tokens are taken.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The client secret for signing in; give the file instead where others can read the command line.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>A file that has the client secret.</summary>
    public string ClientSecretFile { get; init; } = "";

    /// <summary>What is asked for at sign-in, with spaces.</summary>
    public string Scopes { get; init; } = "openid profile";

    public bool IsOn => Authority.Length > 0;

    public bool HasSignIn => IsOn && ClientId.Length > 0;
}
