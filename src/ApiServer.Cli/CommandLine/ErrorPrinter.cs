using Grpc.Core;
using Tricorder.ApiServer.Cli.Config;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Tells on standard error what went wrong, each violated field, and what to do.</summary>
internal sealed class ErrorPrinter(TextWriter error)
{
    public int Tell(CliException exception)
    {
        error.WriteLine($"error: {exception.Message}");
        foreach (var detail in exception.Details)
        {
            error.WriteLine($"  {detail}");
        }

        return exception.ExitCode;
    }

    public int Tell(RpcException exception, ServerAddress? server) => Tell(Describe(ApiError.From(exception), server));

    /// <summary>The same for an error that came inside of an answer.</summary>
    public int Tell(ApiError failure, string about)
    {
        var described = Describe(failure, server: null);
        return Tell(new CliException(described.ExitCode, $"{about}: {described.Message}", described.Details));
    }

    public static CliException Describe(ApiError failure, ServerAddress? server)
    {
        var details = failure.Violations.Select(violation => $"{violation.Field}: {violation.Description}").ToList();
        // The message has them already when there is only one.
        details.AddRange(failure.Preconditions.Where(precondition => precondition != failure.Message));
        if (Remedy(failure, server) is { } remedy)
        {
            details.Add(remedy);
        }

        if (failure.CorrelationId.Length > 0 && failure.Code is StatusCode.Internal or StatusCode.Unknown)
        {
            details.Add($"The server's log knows this call as {failure.CorrelationId}.");
        }

        var message = failure.Code == StatusCode.Unavailable && failure.Reason.Length == 0 && server is not null
            ? $"API Server at {server.Options.Address.GetLeftPart(UriPartial.Authority)} can not be reached: {failure.Message.TrimEnd('.')}"
            : failure.Message.TrimEnd('.');
        return new CliException(CodeOf(failure.Code), message, details);
    }

    private static int CodeOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => ExitCode.WrongUsage,
        StatusCode.NotFound => ExitCode.NotFound,
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => ExitCode.Denied,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => ExitCode.Unreachable,
        StatusCode.Aborted or StatusCode.AlreadyExists => ExitCode.Conflict,
        _ => ExitCode.Failed,
    };

    private static string? Remedy(ApiError failure, ServerAddress? server) => failure.Code switch
    {
        StatusCode.Unavailable when failure.Reason.Length == 0 && server is not null =>
            $"The address is from {server.Source}. Name another with --server, {ServerFinder.ServerVariable} or `tricorder config set`.",
        StatusCode.Unauthenticated => $"Set {ServerFinder.TokenVariable}, or keep a token with `tricorder config set NAME --token-file FILE`.",
        StatusCode.PermissionDenied => "`tricorder token whoami` tells the role that you have.",
        _ => null,
    };
}
