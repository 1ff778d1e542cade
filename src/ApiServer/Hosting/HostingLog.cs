namespace Tricorder.ApiServer.Hosting;

/// <summary>Event ids 1100 to 1199.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1100, LogLevel.Information, "API Server {Version} starts with {Options}")]
    public static partial void Starting(this ILogger logger, string version, string options);


    [LoggerMessage(1102, LogLevel.Warning, "{Key} is on: {Address} is reachable from other machines without TLS")]
    public static partial void Insecure(this ILogger logger, string key, string address);

    [LoggerMessage(1103, LogLevel.Information, "Serving gRPC at {Grpc} and web at {Web}")]
    public static partial void Serving(this ILogger logger, string grpc, string web);

    [LoggerMessage(1104, LogLevel.Information, "Stopping; calls in flight have {Timeout} to end")]
    public static partial void Stopping(this ILogger logger, TimeSpan timeout);

    [LoggerMessage(1105, LogLevel.Warning, "Shutdown:Timeout ({Timeout}) passed before everything had ended; the rest was cut off")]
    public static partial void CutOff(this ILogger logger, TimeSpan timeout);

    [LoggerMessage(1106, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(1108, LogLevel.Information, "Certificate in force: {Subject}, until {End:u}")]
    public static partial void CertificateInForce(this ILogger logger, string subject, DateTime end);

    [LoggerMessage(1109, LogLevel.Information, "CAs in force for agents' certificates: {Count}")]
    public static partial void ClientCasInForce(this ILogger logger, int count);

    [LoggerMessage(1110, LogLevel.Error, "{Key} ({Path}) has changed and can not be used; what was there before goes on: {Problem}")]
    public static partial void FilesUnusable(this ILogger logger, string key, string path, string problem);

    [LoggerMessage(1111, LogLevel.Warning, "The server's certificate {Subject} ends at {End:u}")]
    public static partial void CertificateEnds(this ILogger logger, string subject, DateTime end);

    [LoggerMessage(1107, LogLevel.Critical, "The server could not start or go on")]
    public static partial void Failed(this ILogger logger, Exception exception);
}
