using Google.Rpc;
using Grpc.Core;

namespace Tricorder.ApiServer.Client;

/// <summary>What the server said when a call failed.</summary>
public sealed record ApiError
{
    /// <summary>The kind of failure.</summary>
    public required StatusCode Code { get; init; }

    /// <summary>What went wrong, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Why, in UPPER_SNAKE and stable, such as <c>MODULE_NAME_TAKEN</c>; empty when the server did not say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Facts beside the reason, by name; may be empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Every field that is wrong; empty when that is not the cause.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    /// <summary>What must hold first, for FAILED_PRECONDITION; may be empty.</summary>
    public IReadOnlyList<string> Preconditions { get; init; } = [];

    /// <summary>By which the server's log knows the call; empty when it never reached the server.</summary>
    public string CorrelationId { get; init; } = "";

    /// <summary>How long to wait before the same call may work; null when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server could not be reached, or is about to stop: the same call may work later.</summary>
    public bool IsTransient => Code is StatusCode.Unavailable or StatusCode.DeadlineExceeded;

    /// <summary>A defect of the server: only its log, by <see cref="CorrelationId"/>, says more.</summary>
    public bool IsDefect => Code is StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss;

    /// <summary>Reads the details of a failed call.</summary>
    public static ApiError From(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var status = exception.GetRpcStatus();
        return status is null
            ? From(null, CodeOf(exception), Cause(exception))
            : From(status, exception.StatusCode, exception.Status.Detail);
    }

    /// <summary>gRPC calls it INTERNAL when no connection comes about, as with a certificate that is not trusted.</summary>
    private static StatusCode CodeOf(RpcException exception) =>
        exception is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException }
            ? StatusCode.Unavailable
            : exception.StatusCode;

    /// <summary>Reads an error that came inside of an answer, as in <see cref="V1.BatchDeployResult.Error"/>.</summary>
    public static ApiError From(Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return From(status, (StatusCode)status.Code, status.Message);
    }

    /// <summary>Of a call that never reached a server, the network's own words.</summary>
    private static string Cause(RpcException exception) =>
        exception.Status.DebugException is { } cause ? cause.GetBaseException().Message : exception.Status.Detail;

    private static ApiError From(Google.Rpc.Status? status, StatusCode code, string message)
    {
        var info = status?.GetDetail<ErrorInfo>();
        return new ApiError
        {
            Code = code,
            Message = message,
            Reason = info?.Reason ?? "",
            Metadata = info is null ? new Dictionary<string, string>() : new Dictionary<string, string>(info.Metadata),
            Violations =
                [.. status?.GetDetail<BadRequest>()?.FieldViolations.Select(one => new FieldViolation(one.Field, one.Description)) ?? []],
            Preconditions = [.. status?.GetDetail<PreconditionFailure>()?.Violations.Select(one => one.Description) ?? []],
            CorrelationId = info?.Metadata.GetValueOrDefault("correlation_id") ?? "",
            RetryAfter = status?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan(),
        };
    }
}
