using System.Text;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Credentials that nobody can replace but the operator.</summary>
internal sealed class FixedAuthority(Func<string> authorization) : IGrafanaAuthority
{
    public static FixedAuthority Basic(string user, string password) => new(() => BasicValue(user, password));

    public static FixedAuthority Token(string token) => new(() => TokenValue(token));

    /// <summary>What the configuration names. Files are read for each request: secrets that are mounted change.</summary>
    public static FixedAuthority Of(GrafanaOptions options) => new(() =>
    {
        try
        {
            if (options.HasToken)
            {
                return TokenValue(options.ReadToken());
            }

            var (user, password) = options.ReadLogin();
            return BasicValue(user, password);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var key = options.HasToken ? nameof(options.TokenFile) : nameof(options.PasswordFile);
            throw new GrafanaException(
                GrafanaFailure.Unauthorized, $"The file that {GrafanaOptions.Section}:{key} names cannot be read.", e);
        }
    });

    public static string TokenValue(string token) => "Bearer " + token;

    public static string BasicValue(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    public ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(authorization());

    public ValueTask<bool> RefusedAsync(string authorization, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
