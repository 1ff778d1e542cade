namespace Tricorder.ApiServer.Grafana;

/// <summary>Event ids 8000 to 8099.</summary>
internal static partial class GrafanaLog
{
    [LoggerMessage(8000, LogLevel.Warning, "Grafana does not answer; it is left alone for {Pause}")]
    public static partial void LeftAlone(this ILogger logger, TimeSpan pause);

    [LoggerMessage(8001, LogLevel.Information, "Grafana answers again")]
    public static partial void AskedAgain(this ILogger logger);
}
