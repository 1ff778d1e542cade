using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>What Grafana takes as a uid of a folder, dashboard or datasource.</summary>
internal static partial class GrafanaUid
{
    public const int MaxLength = 40;
    public const string Rule = "a uid has 1 to 40 characters, which are letters, digits, - and _";

    public static bool IsValid(string uid) => Form().IsMatch(uid);

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_]{1,40}\z")]
    private static partial Regex Form();
}
