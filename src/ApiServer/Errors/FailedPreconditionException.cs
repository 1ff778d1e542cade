namespace Tricorder.ApiServer.Errors;

/// <summary>FAILED_PRECONDITION, with a PreconditionFailure: the request is right, the state of the subject is not.</summary>
internal sealed class FailedPreconditionException(string reason, string subject, string message)
    : DomainException(reason, message)
{
    /// <summary>What must change first, such as <c>module/0192...</c>.</summary>
    public string Subject { get; } = subject;
}
