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

    [LoggerMessage(1003, LogLevel.Warning, "{Work} was refused and is tried again ({Reason}): {Problem}")]
    public static partial void WorkRefused(this ILogger logger, string work, string reason, string problem);

    [LoggerMessage(1004, LogLevel.Warning, "{Work} failed and is tried again")]
    public static partial void WorkFailed(this ILogger logger, Exception exception, string work);

    [LoggerMessage(1005, LogLevel.Debug, "{Work} failed again, {Failures} times by now: {Cause}")]
    public static partial void WorkFailedAgain(this ILogger logger, string work, int failures, string cause);

    [LoggerMessage(1006, LogLevel.Information, "{Work} succeeds again, after {Failures} failures")]
    public static partial void WorkGoesOn(this ILogger logger, string work, int failures);
}
