namespace Tricorder.ApiServer.Wasm;

/// <summary>One import. <see cref="TypeIndex"/> means something for functions only.</summary>
internal readonly ref struct WasmImport(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, bool isFunction, uint typeIndex)
{
    public ReadOnlySpan<byte> Module { get; } = module;

    public ReadOnlySpan<byte> Name { get; } = name;

    public bool IsFunction { get; } = isFunction;

    public uint TypeIndex { get; } = typeIndex;
}

/// <summary>Walks the import section; check <see cref="Malformed"/> when it ends.</summary>
internal ref struct WasmImportReader
{
    private const byte FunctionKind = 0;
    private const byte TableKind = 1;
    private const byte MemoryKind = 2;
    private const byte GlobalKind = 3;

    private WasmReader _reader;
    private int _left;

    public WasmImportReader(ReadOnlySpan<byte> section)
    {
        _reader = new WasmReader(section);
        // The shortest import is four bytes: two empty names, a kind, an index.
        Malformed = !section.IsEmpty && !_reader.TryReadCount(minimumElementSize: 4, out _left);
    }

    public bool Malformed { get; private set; }

    public bool TryNext(out WasmImport import)
    {
        import = default;
        if (Malformed || _left == 0)
        {
            Malformed |= _reader.Remaining > 0;
            return false;
        }
        _left--;
        if (!_reader.TryReadSized(out var module) || !_reader.TryReadSized(out var name) || !_reader.TryReadByte(out var kind)
            || !TryReadDescription(kind, out var typeIndex))
        {
            Malformed = true;
            return false;
        }
        import = new WasmImport(module, name, kind == FunctionKind, typeIndex);
        return true;
    }

    private bool TryReadDescription(byte kind, out uint typeIndex)
    {
        typeIndex = 0;
        return kind switch
        {
            FunctionKind => _reader.TryReadU32(out typeIndex),
            TableKind => _reader.TryReadByte(out _) && TrySkipLimits(),
            MemoryKind => TrySkipLimits(),
            GlobalKind => _reader.TryReadByte(out _) && _reader.TryReadByte(out _),
            _ => false,
        };
    }

    private bool TrySkipLimits() =>
        _reader.TryReadByte(out var flags) && _reader.TrySkipU64() && ((flags & 1) == 0 || _reader.TrySkipU64());
}
