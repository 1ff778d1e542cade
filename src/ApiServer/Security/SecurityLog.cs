namespace Tricorder.ApiServer.Security;

/// <summary>Event ids 1800 to 1899.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(1800, LogLevel.Warning, "When tokens and sessions were last used could not be stored")]
    public static partial void UsageNotStored(this ILogger logger, Exception exception);

    [LoggerMessage(1801, LogLevel.Warning, "Callers must say who they are and nobody could: a token for the first administrator is in {File}; revoke it once you have your own")]
    public static partial void BootstrapTokenWritten(this ILogger logger, string file);

    [LoggerMessage(1802, LogLevel.Error, "{Problem}")]
    public static partial void KeysUnusable(this ILogger logger, string problem);
}
