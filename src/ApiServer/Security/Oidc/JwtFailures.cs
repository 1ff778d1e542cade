using Microsoft.IdentityModel.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Security.Oidc;

/// <summary>Why a bearer token is refused, in words for its bearer and none of the token's.</summary>
internal static class JwtFailures
{
    public static DomainException Describe(Exception e) => e switch
    {
        DomainException known => known,
        SecurityTokenExpiredException expired =>
            new UnauthenticatedException("TOKEN_EXPIRED", $"The token expired at {expired.Expires:u}."),
        SecurityTokenNotYetValidException => NotYetValid(),
        SecurityTokenNoExpirationException => new UnauthenticatedException("TOKEN_WITHOUT_END", "The token has no expiry."),
        SecurityTokenInvalidAudienceException =>
            new UnauthenticatedException("WRONG_AUDIENCE", "The token is for another service (Security:Oidc:Audience)."),
        SecurityTokenInvalidIssuerException =>
            new UnauthenticatedException("WRONG_ISSUER", "The token is from another issuer (Security:Oidc:Authority)."),
        SecurityTokenInvalidAlgorithmException or SecurityTokenInvalidSignatureException =>
            new UnauthenticatedException("BAD_SIGNATURE", "The token's signature is not the issuer's."),
        SecurityTokenException or ArgumentException =>
            new UnauthenticatedException("MALFORMED_TOKEN", "That is neither a token of this server nor a JWT."),
        _ => new UnavailableException(
            "ISSUER_UNREACHABLE",
            "The identity provider does not answer, and without its keys no token can be checked.",
            TimeSpan.FromSeconds(5)),
    };

    public static UnauthenticatedException UnknownCritical() =>
        new("TOKEN_CRITICAL_HEADER", "The token has critical headers ('crit') that this server does not know.");

    public static UnauthenticatedException NotYetValid() => new("TOKEN_NOT_YET_VALID", "The token is not valid yet.");
}
