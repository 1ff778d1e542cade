using System.Text;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>The settings this process runs with, for the log: what operators need to see, without what they must not.</summary>
internal static class EffectiveOptions
{
    public static string Describe(IConfiguration configuration, KeyCatalogue catalogue)
    {
        var text = new StringBuilder();
        foreach (var key in catalogue.Defaults.Select(pair => pair.Key).Where(IsShown).Order(StringComparer.Ordinal))
        {
            var values = configuration.GetSection(key).GetChildren().Select(child => child.Value).Prepend(configuration[key]);
            var value = string.Join(',', values.Where(part => !string.IsNullOrEmpty(part)));
            if (value.Length > 0)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(key).Append('=').Append(Redaction.Of(key, value));
            }
        }

        return text.ToString();
    }

    private static bool IsShown(string key) => !key.StartsWith("Logging:", StringComparison.Ordinal);
}
