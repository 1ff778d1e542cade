namespace Tricorder.ApiServer.Events;

/// <summary>Event ids 2100 to 2199.</summary>
internal static partial class EventsLog
{
    [LoggerMessage(2101, LogLevel.Debug, "{Events} old events were forgotten")]
    public static partial void Pruned(this ILogger logger, int events);

    [LoggerMessage(2103, LogLevel.Warning, "{Events} events were too many for one second and are lost")]
    public static partial void EventsDropped(this ILogger logger, int events);

    [LoggerMessage(2104, LogLevel.Error, "Events can not be exported to {Target}, which is tried again; none is lost meanwhile: {Problem}")]
    public static partial void ExportFails(this ILogger logger, string target, string problem);

    [LoggerMessage(2105, LogLevel.Warning, "Events {First} to {Last} were forgotten before they could be exported")]
    public static partial void EventsNotExported(this ILogger logger, long first, long last);
}
