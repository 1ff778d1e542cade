namespace Tricorder.ApiServer.Errors;

/// <summary>Event ids 1000 to 1099.</summary>
internal static partial class ErrorsLog
{
    [LoggerMessage(1000, LogLevel.Error, "{Method} failed unexpectedly; correlation id {CorrelationId}")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string method, string correlationId);

    [LoggerMessage(1001, LogLevel.Debug, "{Method} was refused: {Code} {Reason}: {Detail}")]
    public static partial void Refused(this ILogger logger, string method, Grpc.Core.StatusCode code, string reason, string detail);

    [LoggerMessage(1002, LogLevel.Debug, "{Method} ended because its caller went away")]
    public static partial void CallerWentAway(this ILogger logger, Exception exception, string method);
}
