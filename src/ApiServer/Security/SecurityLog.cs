namespace Tricorder.ApiServer.Security;

/// <summary>Event ids 1800 to 1899.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(
        1801,
        LogLevel.Warning,
        "Callers must say who they are and nobody could: a token for the first administrator is in {File}; "
        + "revoke it once you have your own")]
    public static partial void BootstrapTokenWritten(this ILogger logger, string file);

    [LoggerMessage(1802, LogLevel.Error, "{Problem}")]
    public static partial void KeysUnusable(this ILogger logger, string problem);

    [LoggerMessage(1803, LogLevel.Warning, "{Problem}")]
    public static partial void KeysNotChecked(this ILogger logger, string problem);

    [LoggerMessage(1804, LogLevel.Information, "The keys in {Directory} are checked: they are those of this store")]
    public static partial void KeysUsable(this ILogger logger, string directory);

    [LoggerMessage(1805, LogLevel.Warning, "What these keys protected is given up, as Storage:AcceptNewKeys says: {Keys}")]
    public static partial void KeysGivenUp(this ILogger logger, string keys);
}
