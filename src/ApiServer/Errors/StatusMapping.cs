using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.Common;
using Status = Google.Rpc.Status;

namespace Tricorder.ApiServer.Errors;

/// <summary>What callers are told about a failure: a google.rpc.Status of at most 4 KB, because clients break on larger trailers.</summary>
internal static class StatusMapping
{
    public const string Domain = "apiserver.tricorder";
    public const int MaxStatusBytes = 4096;
    public const int MaxMessageBytes = 1024;
    private const string CorrelationKey = "correlation_id";

    // Key, a UUID, tags and lengths.
    private const int CorrelationBytes = 96;
    private const int MaxKeyBytes = 64;
    private const int MaxFactBytes = 256;
    private const int MaxFacts = 3;

    public static Status ToStatus(DomainException e)
    {
        var status = Create(CodeOf(e), e.Reason, e.Message, e.Metadata);
        foreach (var detail in DetailsOf(e))
        {
            status.Details.Add(Any.Pack(detail));
        }

        if (e is InvalidArgumentException invalid)
        {
            var room = MaxStatusBytes - CorrelationBytes - status.CalculateSize();
            status.Details.Add(Any.Pack(ViolationList.Fit(invalid.Violations, room)));
        }

        return status;
    }

    /// <summary>A failure nobody foresaw. Its text is fixed: an exception's own text may hold SQL, paths or secrets.</summary>
    public static Status Internal(string correlationId) => Create(
        StatusCode.Internal,
        "INTERNAL",
        $"Internal error. The server's log has the cause under correlation id {correlationId}.",
        new Dictionary<string, string> { [CorrelationKey] = correlationId });

    /// <summary>The same status with the id under which the log and the events speak of the call.</summary>
    public static Status Correlated(Status status, string correlationId)
    {
        var correlated = status.Clone();
        var index = correlated.Details.ToList().FindIndex(detail => detail.Is(ErrorInfo.Descriptor));
        if (index >= 0)
        {
            var info = correlated.Details[index].Unpack<ErrorInfo>();
            info.Metadata[CorrelationKey] = correlationId;
            correlated.Details[index] = Any.Pack(info);
        }

        return correlated;
    }

    public static Status Create(StatusCode code, string reason, string message, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var info = new ErrorInfo { Reason = reason, Domain = Domain };
        foreach (var (key, value) in (metadata ?? new Dictionary<string, string>()).Take(MaxFacts))
        {
            info.Metadata[BoundedText.Cut(key, MaxKeyBytes)] = BoundedText.Cut(Redaction.Of(value), MaxFactBytes);
        }

        return new Status
        {
            Code = (int)code,
            Message = BoundedText.Cut(Redaction.Of(message), MaxMessageBytes),
            Details = { Any.Pack(info) },
        };
    }

    private static StatusCode CodeOf(DomainException e) => e switch
    {
        InvalidArgumentException => StatusCode.InvalidArgument,
        NotFoundException => StatusCode.NotFound,
        AlreadyExistsException => StatusCode.AlreadyExists,
        AbortedException => StatusCode.Aborted,
        FailedPreconditionException => StatusCode.FailedPrecondition,
        OutOfRangeException => StatusCode.OutOfRange,
        ResourceExhaustedException => StatusCode.ResourceExhausted,
        UnavailableException => StatusCode.Unavailable,
        UnauthenticatedException => StatusCode.Unauthenticated,
        PermissionDeniedException => StatusCode.PermissionDenied,
        UnimplementedException => StatusCode.Unimplemented,
        _ => throw new InvalidOperationException($"{e.GetType().Name} has no status code; give it one here."),
    };

    private static IEnumerable<IMessage> DetailsOf(DomainException e)
    {
        switch (e)
        {
            case NotFoundException missing:
                yield return Resource(missing.ResourceType, missing.ResourceName, e);
                break;
            case AlreadyExistsException taken:
                yield return Resource(taken.ResourceType, taken.ResourceName, e);
                break;
            case FailedPreconditionException { Subject: var subject }:
                yield return new PreconditionFailure
                {
                    Violations =
                    {
                        new PreconditionFailure.Types.Violation
                        {
                            Type = e.Reason,
                            Subject = BoundedText.Cut(Redaction.Of(subject), MaxFactBytes),
                            Description = BoundedText.Cut(Redaction.Of(e.Message), MaxMessageBytes),
                        },
                    },
                };
                break;
            case ResourceExhaustedException { RetryAfter: { } delay }:
                yield return new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) };
                break;
            case UnavailableException { RetryAfter: { } delay }:
                yield return new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) };
                break;
        }
    }

    private static ResourceInfo Resource(string type, string name, DomainException e) => new()
    {
        ResourceType = BoundedText.Cut(type, MaxFactBytes),
        ResourceName = BoundedText.Cut(Redaction.Of(name), MaxFactBytes),
        Description = BoundedText.Cut(Redaction.Of(e.Message), MaxFactBytes),
    };
}
