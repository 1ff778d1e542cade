namespace Tricorder.ApiServer.Wasm;

/// <summary>One export: its name, what kind of thing it is, and that thing's index.</summary>
internal readonly ref struct WasmExport(ReadOnlySpan<byte> name, byte kind, uint index)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public bool IsFunction { get; } = kind == 0;

    public bool IsMemory { get; } = kind == 2;

    public uint Index { get; } = index;
}

/// <summary>Walks the export section; check <see cref="Malformed"/> when it ends.</summary>
internal ref struct WasmExportReader
{
    private WasmReader _reader;
    private int _left;

    public WasmExportReader(ReadOnlySpan<byte> section)
    {
        _reader = new WasmReader(section);
        // The shortest export is three bytes: an empty name, a kind, an index.
        Malformed = !section.IsEmpty && !_reader.TryReadCount(minimumElementSize: 3, out _left);
    }

    public bool Malformed { get; private set; }

    public bool TryNext(out WasmExport export)
    {
        export = default;
        if (Malformed || _left == 0)
        {
            Malformed |= _reader.Remaining > 0;
            return false;
        }
        _left--;
        if (!_reader.TryReadSized(out var name) || !_reader.TryReadByte(out var kind) || !_reader.TryReadU32(out var index))
        {
            Malformed = true;
            return false;
        }
        export = new WasmExport(name, kind, index);
        return true;
    }
}
