using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Web;

internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var problems = new List<string>();
        if (options.PublicUrl.Length > 0 && !IsPublicUrl(options.PublicUrl))
        {
            problems.Add(OptionProblem.Describe(
                "Web:PublicUrl", $"is '{options.PublicUrl}', which is not an http or https address", "https://tricorder.example.com"));
        }

        problems.AddRange(options.AllowedHosts.Where(host => !IsHost(host)).Select(host => OptionProblem.Describe(
            "Web:AllowedHosts", $"has '{host}', which is not a host name or IP address without port", "apiserver.svc,10.0.0.1")));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsPublicUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    private static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;
}
