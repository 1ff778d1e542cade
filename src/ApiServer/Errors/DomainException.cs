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
