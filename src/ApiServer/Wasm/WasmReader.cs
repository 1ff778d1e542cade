namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// Reads the primitives of the WebAssembly binary format. Nothing here throws or allocates: a read that does not fit the bytes
/// answers false and leaves <see cref="Position"/> at most at the end.
/// </summary>
internal ref struct WasmReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public bool TryReadByte(out byte value)
    {
        if (Remaining == 0)
        {
            value = 0;
            return false;
        }
        value = _bytes[Position++];
        return true;
    }

    /// <summary>A LEB128 number of at most 32 bits: five bytes at most, no bits beyond the 32nd.</summary>
    public bool TryReadU32(out uint value)
    {
        var read = TryReadUnsigned(bits: 32, out var wide);
        value = (uint)wide;
        return read;
    }

    public bool TrySkipU64() => TryReadUnsigned(bits: 64, out _);

    /// <summary>
    /// The number of elements of a vector whose elements take at least <paramref name="minimumElementSize"/> bytes. A count that
    /// the remaining bytes can not hold is refused here, so callers may allocate by it.
    /// </summary>
    public bool TryReadCount(int minimumElementSize, out int count)
    {
        if (!TryReadU32(out var value) || value > (uint)(Remaining / minimumElementSize))
        {
            count = 0;
            return false;
        }
        count = (int)value;
        return true;
    }

    /// <summary>A length and that many bytes: a name, or the contents of a section.</summary>
    public bool TryReadSized(out ReadOnlySpan<byte> contents)
    {
        contents = default;
        if (!TryReadU32(out var length) || length > (uint)Remaining)
        {
            return false;
        }
        contents = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    private bool TryReadUnsigned(int bits, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < bits; shift += 7)
        {
            if (!TryReadByte(out var next))
            {
                return false;
            }
            var payload = (ulong)(next & 0x7f);
            if (bits - shift < 7 && payload >> (bits - shift) != 0)
            {
                return false;
            }
            value |= payload << shift;
            if ((next & 0x80) == 0)
            {
                return true;
            }
        }
        return false;
    }
}
