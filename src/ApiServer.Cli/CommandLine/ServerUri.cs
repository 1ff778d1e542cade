using System.Diagnostics.CodeAnalysis;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Addresses as people type them: with scheme, or only host and port.</summary>
internal static class ServerUri
{
    private const int DefaultPort = 50051;

    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"{(IsLocal(text) ? "http" : "https")}://{text}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            return false;
        }

        var hasPort = full.TrimEnd('/').EndsWith($":{uri.Port}", StringComparison.Ordinal);
        address = hasPort ? uri : new UriBuilder(uri) { Port = DefaultPort }.Uri;
        return true;
    }

    /// <summary>Where no scheme is given, other machines are asked for TLS.</summary>
    private static bool IsLocal(string text) => Uri.TryCreate($"http://{text}", UriKind.Absolute, out var uri) && uri.IsLoopback;
}
