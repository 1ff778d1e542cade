namespace Tricorder.ApiServer.Wasm;

/// <summary>Where the sections that say what a module needs and offers are. An absent section is empty.</summary>
internal readonly ref struct WasmSections
{
    private const byte CustomId = 0;
    private const byte TypeId = 1;
    private const byte ImportId = 2;
    private const byte FunctionId = 3;
    private const byte MemoryId = 5;
    private const byte ExportId = 7;
    private const byte DataId = 11;

    public ReadOnlySpan<byte> Types { get; private init; }

    public ReadOnlySpan<byte> Imports { get; private init; }

    public ReadOnlySpan<byte> Functions { get; private init; }

    public ReadOnlySpan<byte> Memories { get; private init; }

    public ReadOnlySpan<byte> Exports { get; private init; }

    public int DataBytes { get; private init; }

    /// <summary>Splits what follows the header. False when the sections do not fill it exactly, or one comes twice.</summary>
    public static bool TryRead(ReadOnlySpan<byte> binary, out WasmSections sections)
    {
        sections = default;
        ReadOnlySpan<byte> types = default, imports = default, functions = default, memories = default, exports = default;
        var dataBytes = 0;
        var seen = 0u;
        var reader = new WasmReader(binary[WasmHeader.Length..]);
        while (reader.Remaining > 0)
        {
            if (!reader.TryReadByte(out var id) || id >= 32 || !reader.TryReadSized(out var contents))
            {
                return false;
            }
            if (id == CustomId)
            {
                continue;
            }
            if ((seen & (1u << id)) != 0)
            {
                return false;
            }
            seen |= 1u << id;
            switch (id)
            {
                case TypeId: types = contents; break;
                case ImportId: imports = contents; break;
                case FunctionId: functions = contents; break;
                case MemoryId: memories = contents; break;
                case ExportId: exports = contents; break;
                case DataId: dataBytes = contents.Length; break;
                default: break;
            }
        }
        sections = new WasmSections
        {
            Types = types,
            Imports = imports,
            Functions = functions,
            Memories = memories,
            Exports = exports,
            DataBytes = dataBytes,
        };
        return true;
    }
}
