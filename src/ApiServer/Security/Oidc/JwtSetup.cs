using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Oidc;

/// <summary>Bearer tokens of the identity provider: its keys, its name, for us, in force; nothing else.</summary>
internal sealed class JwtSetup(IOptions<OidcOptions> oidc, OidcCallers callers, TimeProvider clock)
    : IConfigureNamedOptions<JwtBearerOptions>, IPostConfigureOptions<JwtBearerOptions>
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // Only signatures with a private key: with the public one as a shared secret anybody could sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public void Configure(string? name, JwtBearerOptions options) => Configure(options);

    public void Configure(JwtBearerOptions options)
    {
        options.Authority = oidc.Value.Authority;
        options.RequireHttpsMetadata = oidc.Value.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.MapInboundClaims = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(5);

        // An unknown key makes it ask for the keys, at most this often; and a key that the issuer has taken back is forgotten in time.
        options.RefreshInterval = TimeSpan.FromSeconds(2);
        options.AutomaticRefreshInterval = TimeSpan.FromMinutes(5);
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = oidc.Value.Audience,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = Skew,
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = Validated, OnAuthenticationFailed = Failed };
    }

    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        // It would go on taking keys that the issuer has taken back, for an hour.
        if (options.ConfigurationManager is BaseConfigurationManager keys)
        {
            keys.UseLastKnownGoodConfiguration = false;
        }
    }

    private Task Validated(TokenValidatedContext context)
    {
        try
        {
            var token = (JsonWebToken)context.SecurityToken;
            if (token.TryGetHeaderValue<object>("crit", out _))
            {
                // RFC 7515: what a token calls critical must be understood, and none of these headers is.
                throw JwtFailures.UnknownCritical();
            }

            if (token.IssuedAt > clock.GetUtcNow().UtcDateTime + Skew)
            {
                throw JwtFailures.NotYetValid();
            }

            context.Principal = CallerClaims.ToPrincipal(callers.Of(context.Principal!, token.ValidTo), context.Scheme.Name);
        }
        catch (DomainException e)
        {
            context.Fail(e);
        }

        return Task.CompletedTask;
    }

    private static async Task Failed(AuthenticationFailedContext context)
    {
        context.Fail(JwtFailures.Describe(
            context.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidIssuerException
                ? await UnlessIssuerIsSilentAsync(context) : context.Exception));
    }

    /// <summary>Without an answer of the issuer neither its name nor its keys are known, which is not the bearer's fault.</summary>
    private static async Task<Exception> UnlessIssuerIsSilentAsync(AuthenticationFailedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
            return context.Exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
