using Grpc.Core;
using Tricorder.ApiServer.Cli.Config;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Tells on standard error what went wrong, each violated field, and what to do.</summary>
internal sealed class ErrorPrinter(TextWriter error)
{
    public int Print(CliException exception)
    {
        error.WriteLine($"error: {SafeText.Lines(exception.Message)}");
        foreach (var detail in exception.Details)
        {
            error.WriteLine($"  {SafeText.Lines(detail)}");
        }

        return exception.ExitCode;
    }

    public int Print(RpcException exception, ServerAddress? server) => Print(Describe(ApiError.From(exception), server));

    /// <summary>The same for an error that came inside of an answer.</summary>
    public int Print(ApiError failure, string about)
    {
        var described = Describe(failure, server: null);
        return Print(new CliException(described.ExitCode, $"{about}: {described.Message}", described.Details));
    }

    public static CliException Describe(ApiError failure, ServerAddress? server)
    {
        // The message is the detail when there is only one.
        var violations = failure.Violations.Select(violation => $"{violation.Field}: {violation.Description}");
        var details = violations.Concat(failure.Preconditions)
            .Where(detail => detail.TrimEnd('.') != failure.Message.TrimEnd('.')).ToList();
        if (Remedy(failure, server) is { } remedy)
        {
            details.Add(remedy);
        }

        if (failure is { IsDefect: true, CorrelationId.Length: > 0 })
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
        StatusCode.Unavailable when failure.Reason.Length == 0 && server is not null => Remedy(failure.Message, server),
        StatusCode.Unauthenticated =>
            $"Set {ServerFinder.TokenVariable}, or keep a token with `tricorder config set NAME --token-file FILE`.",
        StatusCode.PermissionDenied => "`tricorder token whoami` tells the role that you have.",
        _ => null,
    };

    /// <summary>By the words of .NET for what kept the connection from coming about.</summary>
    private static string Remedy(string cause, ServerAddress server) => cause switch
    {
        _ when cause.Contains("certificate", StringComparison.Ordinal) =>
            $"Trust its authority with {ServerFinder.AuthorityVariable}=FILE or `tricorder config set NAME --ca-file FILE`.",
        _ when cause.Contains("frame size", StringComparison.Ordinal) => "That port may speak no TLS: try http://.",
        _ when cause.Contains("HTTP/2", StringComparison.Ordinal) || cause.Contains("ResponseEnded", StringComparison.Ordinal) =>
            "Is it the gRPC port, 50051 as a rule? If it speaks TLS, write https://.",
        _ => $"The address is from {server.Source}. Name another with --server, {ServerFinder.ServerVariable} or `tricorder config set`.",
    };
}
