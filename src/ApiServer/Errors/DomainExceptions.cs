namespace Tricorder.ApiServer.Errors;

/// <summary>
/// A failure that the caller can understand and act on. <see cref="Reason"/> is the stable, UPPER_SNAKE name that
/// programs switch on; the message is for people. Everything else that is thrown is a defect and becomes INTERNAL.
/// </summary>
internal abstract class DomainException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Reason { get; } = reason;

    /// <summary>Facts of this failure for programs, sent as ErrorInfo metadata; never a secret.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>ABORTED: somebody else was faster; read again and retry.</summary>
internal sealed class AbortedException(string reason, string message) : DomainException(reason, message);

/// <summary>ALREADY_EXISTS, with a ResourceInfo.</summary>
/// <param name="resourceType">Such as <c>module</c>.</param>
/// <param name="resourceName">What is taken.</param>
/// <param name="more">Where it is, or what to do; a sentence that begins with a space.</param>
internal sealed class AlreadyExistsException(string resourceType, string resourceName, string more = "")
    : DomainException(resourceType.ToUpperInvariant() + "_ALREADY_EXISTS", $"A {resourceType} named '{resourceName}' already exists.{more}")
{
    public string ResourceType { get; } = resourceType;

    public string ResourceName { get; } = resourceName;
}

/// <summary>FAILED_PRECONDITION, with a PreconditionFailure: the request is right, the state of the subject is not.</summary>
internal sealed class FailedPreconditionException(string reason, string subject, string message)
    : DomainException(reason, message)
{
    /// <summary>What must change first, such as <c>module/0192...</c>.</summary>
    public string Subject { get; } = subject;
}

/// <summary>INVALID_ARGUMENT: names every violated field, in order.</summary>
internal sealed class InvalidArgumentException(IReadOnlyList<FieldViolation> violations, string reason = "INVALID_ARGUMENT")
    : DomainException(reason, Describe(violations))
{
    public InvalidArgumentException(string field, string description, string reason = "INVALID_ARGUMENT")
        : this([new FieldViolation(field, description, reason)], reason)
    {
    }

    public IReadOnlyList<FieldViolation> Violations { get; } = violations;

    private static string Describe(IReadOnlyList<FieldViolation> violations) => violations.Count == 1
        ? $"{violations[0].Field}: {violations[0].Description}"
        : $"{violations.Count} fields are invalid; the first is {violations[0].Field}: {violations[0].Description}";
}

/// <summary>One wrong field of a request: its path as the caller wrote it, and what to do about it.</summary>
internal readonly record struct FieldViolation(string Field, string Description, string Reason = "INVALID");

/// <summary>NOT_FOUND, with a ResourceInfo. The type is the API's message name in lower case, such as <c>module</c>.</summary>
internal sealed class NotFoundException(string resourceType, string resourceName, string? message = null)
    : DomainException(resourceType.ToUpperInvariant() + "_NOT_FOUND", message ?? $"There is no {resourceType} '{resourceName}'.")
{
    public string ResourceType { get; } = resourceType;

    public string ResourceName { get; } = resourceName;
}

/// <summary>OUT_OF_RANGE: a position that is no longer, or was never, valid; start over from a snapshot.</summary>
internal sealed class OutOfRangeException(string reason, string message) : DomainException(reason, message);

/// <summary>PERMISSION_DENIED: the caller is known, and may not do this.</summary>
internal sealed class PermissionDeniedException(string reason, string message) : DomainException(reason, message);

/// <summary>RESOURCE_EXHAUSTED: a limit was reached; with a RetryInfo when waiting helps.</summary>
internal sealed class ResourceExhaustedException(string reason, string message, TimeSpan? retryAfter = null)
    : DomainException(reason, message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>UNAUTHENTICATED: nobody known, or no longer; the reason says what is wrong with the credentials.</summary>
internal sealed class UnauthenticatedException(string reason, string message) : DomainException(reason, message);

/// <summary>UNAVAILABLE: nothing was done; the same call may succeed later.</summary>
internal sealed class UnavailableException(string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : DomainException(reason, message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>UNIMPLEMENTED: the method is in the contract, but not in this build of the server.</summary>
internal sealed class UnimplementedException(string method)
    : DomainException("METHOD_NOT_AVAILABLE", $"This version of the server does not offer {method.TrimStart('/')} yet.");
