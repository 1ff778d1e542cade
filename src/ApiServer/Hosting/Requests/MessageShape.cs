using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>A message type as <see cref="WireWalk"/> needs it: its fields by number, and which of them are counted.</summary>
internal sealed class MessageShape
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageShape> Known = new();

    private readonly Dictionary<uint, FieldShape> _fields = [];

    private MessageShape(MessageDescriptor type)
    {
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            _fields[(uint)field.FieldNumber] = FieldShape.Of(field, Counters);
            Counters += FieldShape.IsCounted(field) ? 1 : 0;
        }
    }

    /// <summary>How many fields are counted.</summary>
    public int Counters { get; }

    public static MessageShape Of(MessageDescriptor type) => Known.GetOrAdd(type, static type => new MessageShape(type));

    public FieldShape? Find(uint number) => _fields.GetValueOrDefault(number);
}
