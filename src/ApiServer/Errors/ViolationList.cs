using Google.Protobuf;
using Google.Rpc;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Errors;

/// <summary>The violated fields, in order, as many as fit; then one entry saying how many more there are.</summary>
internal static class ViolationList
{
    private const int MaxFieldBytes = 256;
    private const int MaxDescriptionBytes = 768;

    // Around the list: the Any's type URL, tags and lengths. For the last entry: "and 2147483647 more".
    private const int EnvelopeBytes = 64;
    private const int LastEntryBytes = 48;

    public static BadRequest Fit(IReadOnlyList<FieldViolation> violations, int budget)
    {
        var room = budget - EnvelopeBytes;
        var list = new BadRequest();
        var used = 0;
        var fitBeforeLast = 0;
        foreach (var violation in violations)
        {
            var entry = Entry(violation);
            used += 1 + CodedOutputStream.ComputeMessageSize(entry);
            if (used > room)
            {
                return CutShort(list, fitBeforeLast, violations.Count);
            }

            list.FieldViolations.Add(entry);
            if (used + LastEntryBytes <= room)
            {
                fitBeforeLast = list.FieldViolations.Count;
            }
        }

        return list;
    }

    private static BadRequest CutShort(BadRequest list, int keep, int total)
    {
        while (list.FieldViolations.Count > keep)
        {
            list.FieldViolations.RemoveAt(list.FieldViolations.Count - 1);
        }

        list.FieldViolations.Add(new BadRequest.Types.FieldViolation { Description = $"and {total - keep} more" });
        return list;
    }

    private static BadRequest.Types.FieldViolation Entry(FieldViolation violation) => new()
    {
        Field = BoundedText.Cut(Redaction.Of(violation.Field), MaxFieldBytes),
        Description = BoundedText.Cut(Redaction.Of(violation.Description), MaxDescriptionBytes),
        Reason = violation.Reason,
    };
}
