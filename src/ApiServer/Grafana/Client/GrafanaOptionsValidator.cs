using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Grafana.Client;

internal sealed class GrafanaOptionsValidator : IValidateOptions<GrafanaOptions>
{
    private const string UrlExample = "http://grafana:3000";
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, GrafanaOptions options)
    {
        var problems = new List<string>();
        if (!options.IsOn)
        {
            if (options is { User.Length: > 0 } or { HasToken: true } or { PublicUrl.Length: > 0 } or { DatasourceUid.Length: > 0 })
            {
                problems.Add(Problem(nameof(options.Url), "is empty, but other keys of Grafana are set", UrlExample));
            }

            return Result(problems);
        }

        CheckUrl(problems, nameof(options.Url), options.Url, UrlExample);
        if (options.PublicUrl.Length > 0)
        {
            CheckUrl(problems, nameof(options.PublicUrl), options.PublicUrl, "https://grafana.example.com");
        }

        CheckSecret(problems, nameof(options.Password), options.Password, options.PasswordFile, "/run/secrets/grafana-password");
        CheckSecret(problems, nameof(options.Token), options.Token, options.TokenFile, "/run/secrets/grafana-token");
        CheckSecret(
            problems,
            nameof(options.DatasourcePassword),
            options.DatasourcePassword,
            options.DatasourcePasswordFile,
            "/run/secrets/grafana-reader");
        if (options.PrometheusUrl.Length > 0)
        {
            CheckUrl(problems, nameof(options.PrometheusUrl), options.PrometheusUrl, "http://promscale:9201");
        }

        if (options.DashboardsPerSecond is < 1 or > 1000)
        {
            problems.Add(
                Problem(nameof(options.DashboardsPerSecond), $"is {options.DashboardsPerSecond}, but must be from 1 to 1000", "20"));
        }

        CheckLogin(problems, options);
        if (options.DatasourceUid.Length > 0 && !GrafanaUid.IsValid(options.DatasourceUid))
        {
            problems.Add(Problem(nameof(options.DatasourceUid), $"is '{options.DatasourceUid}', but {GrafanaUid.Rule}", "tricorder"));
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > MaxTimeout)
        {
            problems.Add(Problem(nameof(options.Timeout), $"is {options.Timeout}, but must be from 1 second to 5 minutes", "00:00:10"));
        }

        if (ResyncIntervals.Problem(GrafanaOptions.Section, options.ResyncInterval, "00:00:30") is { } interval)
        {
            problems.Add(interval);
        }

        return Result(problems);
    }

    private static void CheckUrl(List<string> problems, string key, string value, string example)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url)
            || url.Host.Length == 0 || !(url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
        {
            problems.Add(Problem(key, "is not an address that begins with http:// or https://", example));
        }
        else if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            problems.Add(Problem(key, "has a ? or a # in it, but is an address that paths are appended to", example));
        }
    }

    private static void CheckSecret(List<string> problems, string key, string value, string file, string example)
    {
        if (SecretFile.Problem(GrafanaOptions.Section, key, value, file, example) is { } problem)
        {
            problems.Add(problem);
        }
    }

    private static void CheckLogin(List<string> problems, GrafanaOptions options)
    {
        if (options.User.Contains(':', StringComparison.Ordinal))
        {
            problems.Add(Problem(nameof(options.User), "has a colon in it, which no user name can have", "admin"));
        }

        // A token is enough; user and password are not looked at beside one.
        if (options.HasToken || problems.Count > 0)
        {
            return;
        }

        var (user, password) = options.ReadLogin();
        if (user.Length == 0)
        {
            problems.Add(
                Problem(nameof(options.User), "is empty, and so is Grafana:Token: the server needs one of them to sign in", "admin"));
        }
        else if (password.Length == 0)
        {
            problems.Add(Problem(nameof(options.Password), "is empty", "..."));
        }
    }

    private static ValidateOptionsResult Result(List<string> problems) =>
        problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

    private static string Problem(string key, string problem, string example) =>
        OptionProblem.Describe($"{GrafanaOptions.Section}:{key}", problem, example);
}
