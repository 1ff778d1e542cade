using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// Counts the items of a serialized message and refuses what has too many, before anything is built: two bytes on the wire can become
/// an object of a hundred. It reads tags and lengths, takes no memory and skips all content. It reads them as the parser does, or the
/// parser would build what was not counted: what can not be followed to its end is refused.
/// </summary>
internal ref struct WireWalk
{
    public const string TooManyItems = "TOO_MANY_ITEMS";
    public const string Malformed = "MALFORMED_MESSAGE";

    /// <summary>Fields of newer clients are kept by the parser, each as an object or two.</summary>
    public const int MaxUnknown = 2048;

    // As the parser's own.
    private const int MaxDepth = 100;

    private SequenceReader<byte> _reader;
    private int _unknown;
    private bool _isOver;

    private WireWalk(ReadOnlySequence<byte> message) => _reader = new SequenceReader<byte>(message);

    public static void Check(ReadOnlySequence<byte> message, MessageDescriptor type)
    {
        var walk = new WireWalk(message);
        if (walk.Message(MessageShape.Of(type), message.Length, depth: 0) is { } excess)
        {
            throw new InvalidArgumentException(excess.Field, excess.Problem, TooManyItems);
        }

        if (walk._isOver)
        {
            throw NoMessage();
        }
    }

    /// <summary>The bytes are none.</summary>
    public static InvalidArgumentException NoMessage() => new("message", "is not valid protobuf", Malformed);

    private Excess? Message(MessageShape shape, long end, int depth)
    {
        Span<int> counters = stackalloc int[shape.Counters];
        counters.Clear();
        while (!_isOver && _reader.Consumed < end)
        {
            var tag = Tag();
            var (number, wire) = (tag >> 3, (WireFormat.WireType)(tag & 7));
            if (_isOver || number == 0 || depth > MaxDepth)
            {
                _isOver = true;
            }
            else if (shape.Find(number) is { } field
                && (field.Wire == wire || (field.IsPackable && wire == WireFormat.WireType.LengthDelimited)))
            {
                if (Field(field, wire, counters, end, depth) is { } excess)
                {
                    return excess;
                }
            }
            else
            {
                Unknown(wire, depth);
                if (_unknown > MaxUnknown)
                {
                    return new Excess("message", $"has more than {MaxUnknown} fields that this server does not know", IsOfTheWhole: true);
                }
            }
        }

        _isOver |= _reader.Consumed > end;
        return null;
    }

    private Excess? Field(FieldShape field, WireFormat.WireType wire, scoped Span<int> counters, long end, int depth)
    {
        var index = field.Counter < 0 ? 0 : counters[field.Counter];
        if (field.Wire != wire)
        {
            counters[field.Counter] += Packed(field.Wire, end);
        }
        else if (field.Counter >= 0)
        {
            counters[field.Counter]++;
        }

        if (field.Counter >= 0 && counters[field.Counter] > field.Max)
        {
            return new Excess(
                field.Name, field.IsRepeated ? $"has more than {field.Max} items, which is its bound" : "is given more than once");
        }

        if (field.Message is null)
        {
            Skip(field.Wire == wire ? wire : null);
            return null;
        }

        var length = Length();
        _isOver |= length > end - _reader.Consumed;
        return _isOver ? null : Message(MessageShape.Of(field.Message), _reader.Consumed + length, depth + 1)?.In(field, index);
    }

    /// <summary>How many items a block of them holds.</summary>
    private int Packed(WireFormat.WireType item, long end)
    {
        var length = Length();
        _isOver |= length > end - _reader.Consumed;
        if (_isOver)
        {
            return 0;
        }

        if (item != WireFormat.WireType.Varint)
        {
            var size = item == WireFormat.WireType.Fixed32 ? sizeof(uint) : sizeof(ulong);
            _reader.Advance(length);
            _isOver |= length % size != 0;
            return length / size;
        }

        var count = 0;
        for (var stop = _reader.Consumed + length; !_isOver && _reader.Consumed < stop; count++)
        {
            Varint();
            _isOver |= _reader.Consumed > stop;
        }

        return count;
    }

    private void Unknown(WireFormat.WireType wire, int depth)
    {
        _unknown++;
        if (wire != WireFormat.WireType.StartGroup)
        {
            Skip(wire);
            return;
        }

        // A group of groups counts each of them; its end is a tag of its own.
        for (var open = 1; open > 0 && !_isOver && _unknown <= MaxUnknown;)
        {
            var inner = (WireFormat.WireType)(Tag() & 7);
            _unknown++;
            open += inner == WireFormat.WireType.StartGroup ? 1 : inner == WireFormat.WireType.EndGroup ? -1 : 0;
            _isOver |= open + depth > MaxDepth;
            Skip(inner is WireFormat.WireType.StartGroup or WireFormat.WireType.EndGroup ? null : inner);
        }
    }

    /// <param name="wire">What follows; null = nothing does.</param>
    private void Skip(WireFormat.WireType? wire)
    {
        switch (wire)
        {
            case null:
                break;
            case WireFormat.WireType.Varint:
                Varint();
                break;
            case WireFormat.WireType.Fixed32:
                Advance(sizeof(uint));
                break;
            case WireFormat.WireType.Fixed64:
                Advance(sizeof(ulong));
                break;
            case WireFormat.WireType.LengthDelimited:
                Advance(Length());
                break;
            default:
                _isOver = true;
                break;
        }
    }

    private void Advance(int bytes)
    {
        if (_isOver || bytes > _reader.Remaining)
        {
            _isOver = true;
            return;
        }

        _reader.Advance(bytes);
    }

    /// <summary>The parser reads up to ten bytes of it, and drops what is above 32 bits.</summary>
    private uint Tag() => (uint)Varint();

    private int Length()
    {
        var length = (int)Tag();
        _isOver |= length < 0;
        return length;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (!_reader.TryRead(out var part))
            {
                break;
            }

            value |= shift < 64 ? (ulong)(part & 0x7F) << shift : 0;
            if (part < 0x80)
            {
                return value;
            }
        }

        _isOver = true;
        return 0;
    }

    private sealed record Excess(string Field, string Problem, bool IsOfTheWhole = false)
    {
        public Excess In(FieldShape field, int index) => IsOfTheWhole
            ? this
            : this with { Field = field.IsRepeated ? $"{field.Name}[{index}].{Field}" : $"{field.Name}.{Field}" };
    }
}
