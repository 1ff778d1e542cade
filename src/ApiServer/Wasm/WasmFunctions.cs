namespace Tricorder.ApiServer.Wasm;

/// <summary>The function index space: imported functions first, then the module's own. Each knows the index of its type.</summary>
internal readonly struct WasmFunctions
{
    private readonly List<uint> _typeIndexes;

    private WasmFunctions(List<uint> typeIndexes) => _typeIndexes = typeIndexes;

    public static bool TryRead(in WasmSections sections, out WasmFunctions functions)
    {
        var typeIndexes = new List<uint>();
        functions = new WasmFunctions(typeIndexes);
        return TryAddImported(sections.Imports, typeIndexes) && TryAddDefined(sections.Functions, typeIndexes);
    }

    /// <summary>The signature of a function; null when there is no such function or type.</summary>
    public WasmSignature? Signature(in WasmTypes types, uint index) =>
        index < (uint)_typeIndexes.Count ? types.Signature(_typeIndexes[(int)index]) : null;

    private static bool TryAddImported(ReadOnlySpan<byte> section, List<uint> typeIndexes)
    {
        var imports = new WasmImportReader(section);
        while (imports.TryNext(out var import))
        {
            if (import.IsFunction)
            {
                typeIndexes.Add(import.TypeIndex);
            }
        }
        return !imports.Malformed;
    }

    private static bool TryAddDefined(ReadOnlySpan<byte> section, List<uint> typeIndexes)
    {
        if (section.IsEmpty)
        {
            return true;
        }
        var reader = new WasmReader(section);
        if (!reader.TryReadCount(minimumElementSize: 1, out var count))
        {
            return false;
        }
        typeIndexes.EnsureCapacity(typeIndexes.Count + count);
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadU32(out var typeIndex))
            {
                return false;
            }
            typeIndexes.Add(typeIndex);
        }
        return reader.Remaining == 0;
    }
}
