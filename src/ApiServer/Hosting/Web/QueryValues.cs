using System.Globalization;
using Google.Protobuf.Reflection;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>What the transcoder takes for the value of a query parameter. It would refuse others without naming the parameter.</summary>
internal static class QueryValues
{
    public static string? Problem(string text, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 =>
            Whole(int.TryParse(text, Number, Culture, out _), int.MinValue, int.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => Whole(uint.TryParse(text, Number, Culture, out _), uint.MinValue, uint.MaxValue),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 =>
            Whole(long.TryParse(text, Number, Culture, out _), long.MinValue, long.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => Whole(ulong.TryParse(text, Number, Culture, out _), ulong.MinValue, ulong.MaxValue),
        FieldType.Bool => bool.TryParse(text, out _) ? null : "must be true or false",
        FieldType.Enum => field.EnumType.FindValueByName(text) is not null
            ? null
            : "must be one of " + string.Join(", ", field.EnumType.Values.Skip(1).Select(value => value.Name)),
        FieldType.Message when ValueForms.Of(field.MessageType) is { } form && !form.Matches(text) => form.Description,
        _ => null,
    };

    private static NumberStyles Number => NumberStyles.Integer;

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private static string? Whole(bool isOne, decimal min, decimal max) => isOne ? null : $"must be a whole number from {min} to {max}";
}
