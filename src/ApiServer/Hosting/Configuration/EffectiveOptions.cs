using System.Text;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>The settings this process runs with, for the log: what operators need to see, without what they must not.</summary>
internal static partial class EffectiveOptions
{
    private const string Hidden = "***";
    private static readonly string[] SecretWords = ["Password", "Token", "Secret", "ConnectionString", "ApiKey", "PrivateKey"];

    public static string Describe(IConfiguration configuration, KeyCatalogue catalogue)
    {
        var text = new StringBuilder();
        foreach (var key in catalogue.Defaults.Select(pair => pair.Key).Where(IsShown).Order(StringComparer.Ordinal))
        {
            var values = configuration.GetSection(key).GetChildren().Select(child => child.Value).Prepend(configuration[key]);
            var value = string.Join(',', values.Where(part => !string.IsNullOrEmpty(part)));
            if (value.Length > 0)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(key).Append('=').Append(Redact(key, value));
            }
        }

        return text.ToString();
    }

    private static bool IsShown(string key) => !key.StartsWith("Logging:", StringComparison.Ordinal);

    private static string Redact(string key, string value)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];
        return SecretWords.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            ? Hidden
            : UserInfo().Replace(value, $"://{Hidden}@");
    }

    [GeneratedRegex("://[^/@\\s]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
