using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Security.Oidc;

internal sealed class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        if (!options.IsOn)
        {
            return options.ClientId.Length + options.Audience.Length == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    Problem(nameof(options.Authority), "is empty, but other keys of Security:Oidc are set", "https://login.example.com"));
        }

        var problems = new List<string>();
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            problems.Add(Problem(
                nameof(options.Authority),
                $"is '{options.Authority}', which is not an https address (http only on loopback)",
                "https://login.example.com"));
        }

        if (options.Audience.Length == 0)
        {
            problems.Add(Problem(nameof(options.Audience), "is empty: tokens for any other service would be taken", "tricorder"));
        }

        if (RoleMap.Parse(options.Roles, out var wrong) is null)
        {
            problems.Add(
                Problem(nameof(options.Roles), $"has '{wrong}', which is not role=group,group", "admin=platform;deployer=sre;viewer=*"));
        }

        if (SecretFile.Problem(
                OidcOptions.Section, nameof(options.ClientSecret), options.ClientSecret,
                options.ClientSecretFile, "/run/secrets/oidc") is { } secret)
        {
            problems.Add(secret);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Problem(string key, string problem, string example) =>
        OptionProblem.Describe($"{OidcOptions.Section}:{key}", problem, example);
}
