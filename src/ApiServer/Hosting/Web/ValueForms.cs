using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>How a time, a duration or a mask is written as text, in a JSON body and in a query alike.</summary>
/// <param name="Description">For who wrote it in another way.</param>
/// <param name="Matches">Whether a text is one.</param>
internal sealed partial record ValueForms(string Description, Predicate<string> Matches)
{
    private static readonly ValueForms OfDuration = new("must be a number of seconds as text, such as \"0.010s\"", IsDuration);

    private static readonly ValueForms OfTimestamp = new("must be a time as RFC 3339 writes it, such as \"2026-01-31T12:00:00Z\"", IsTime);

    private static readonly ValueForms OfMask = new(
        "must be one text of paths in lowerCamelCase with commas between them, such as \"description,ebpf.eventSize\"", IsMask);

    /// <summary>null = the type has no form of its own.</summary>
    public static ValueForms? Of(MessageDescriptor type) =>
        type == Duration.Descriptor ? OfDuration
        : type == Timestamp.Descriptor ? OfTimestamp
        : type == FieldMask.Descriptor ? OfMask
        : null;

    // The transcoder takes no leading zeros, and at most what protobuf can hold.
    private static bool IsDuration(string text) =>
        DurationText().IsMatch(text)
        && Math.Abs(decimal.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture)) <= 315_576_000_000m;

    private static bool IsTime(string text) =>
        TimeText().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static bool IsMask(string text) => !text.Contains('_', StringComparison.Ordinal);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?s\z", RegexOptions.CultureInvariant)]
    private static partial Regex DurationText();

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeText();
}
