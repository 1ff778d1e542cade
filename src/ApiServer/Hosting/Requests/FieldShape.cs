using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>One field as <see cref="WireWalk"/> needs it.</summary>
/// <param name="Name">Its name in the .proto file.</param>
/// <param name="Counter">The place of its counter.</param>
/// <param name="Max">Max items; 1 for a single message, whose parts would otherwise add up without end.</param>
/// <param name="Wire">How one item is written.</param>
/// <param name="IsPackable">Items may also be written as one block.</param>
/// <param name="IsRepeated">It is a list or a map.</param>
/// <param name="Message">The type of its items; null = they are no messages.</param>
internal sealed record FieldShape(
    string Name, int Counter, int Max, WireFormat.WireType Wire, bool IsPackable, bool IsRepeated, MessageDescriptor? Message)
{
    public static FieldShape Of(FieldDescriptor field, int counter) => new(
        field.Name,
        IsCounted(field) ? counter : -1,
        field.IsRepeated ? ItemBounds.Of(field) : 1,
        WireOf(field.FieldType),
        field.IsRepeated && WireOf(field.FieldType) != WireFormat.WireType.LengthDelimited,
        field.IsRepeated,
        field.FieldType == FieldType.Message ? field.MessageType : null);

    /// <summary>Not a single text or number: what comes last replaces what came before.</summary>
    public static bool IsCounted(FieldDescriptor field) => field.IsRepeated || field.FieldType == FieldType.Message;

    private static WireFormat.WireType WireOf(FieldType type) => type switch
    {
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Fixed32 or FieldType.SFixed32 or FieldType.Float => WireFormat.WireType.Fixed32,
        FieldType.Fixed64 or FieldType.SFixed64 or FieldType.Double => WireFormat.WireType.Fixed64,
        _ => WireFormat.WireType.Varint,
    };
}
