namespace Tricorder.ApiServer.Hosting.Secrets;

/// <summary>Event ids 900 to 909.</summary>
internal static partial class SecretFileLog
{
    [LoggerMessage(900, LogLevel.Information, "The file that {Key} names has changed; what it says now is used")]
    public static partial void SecretChanged(this ILogger logger, string key);

    [LoggerMessage(901, LogLevel.Warning, "The file that {Key} names, {Path}, {Trouble}; what it said before is used")]
    public static partial void SecretUnusable(this ILogger logger, string key, string path, string trouble);
}
