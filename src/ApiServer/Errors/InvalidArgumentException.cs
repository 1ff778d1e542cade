namespace Tricorder.ApiServer.Errors;

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
