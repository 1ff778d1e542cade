namespace Tricorder.ApiServer.Wasm;

/// <summary>The type section: the function types of a module, read on demand.</summary>
internal readonly ref struct WasmTypes
{
    private const byte FunctionType = 0x60;

    private readonly ReadOnlySpan<byte> _section;
    private readonly int[] _offsets;

    private WasmTypes(ReadOnlySpan<byte> section, int[] offsets, int mostParameters, int mostResults)
    {
        _section = section;
        _offsets = offsets;
        MaxParameters = mostParameters;
        MaxResults = mostResults;
    }

    public int MaxParameters { get; }

    public int MaxResults { get; }

    public static bool TryRead(ReadOnlySpan<byte> section, out WasmTypes types)
    {
        types = new WasmTypes(section, [], 0, 0);
        if (section.IsEmpty)
        {
            return true;
        }
        var reader = new WasmReader(section);
        // The shortest type is three bytes: func, no parameters, no results.
        if (!reader.TryReadCount(minimumElementSize: 3, out var count))
        {
            return false;
        }
        var offsets = new int[count];
        int mostParameters = 0, mostResults = 0;
        for (var i = 0; i < count; i++)
        {
            offsets[i] = reader.Position;
            if (!TryReadType(ref reader, out var parameters, out var results))
            {
                return false;
            }
            mostParameters = Math.Max(mostParameters, parameters.Length);
            mostResults = Math.Max(mostResults, results.Length);
        }
        types = new WasmTypes(section, offsets, mostParameters, mostResults);
        return reader.Remaining == 0;
    }

    public WasmSignature? Signature(uint index)
    {
        if (index >= (uint)_offsets.Length)
        {
            return null;
        }
        var reader = new WasmReader(_section[_offsets[index]..]);
        return TryReadType(ref reader, out var parameters, out var results)
            ? new WasmSignature(Letters(parameters), Letters(results))
            : null;
    }

    private static bool TryReadType(ref WasmReader reader, out ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> results)
    {
        parameters = results = default;
        return reader.TryReadByte(out var form) && form == FunctionType
            && reader.TryReadSized(out parameters) && AreValueTypes(parameters)
            && reader.TryReadSized(out results) && AreValueTypes(results);
    }

    // In WebAssembly 2.0 every value type is one byte, so a vector of them has as many bytes as elements.
    private static bool AreValueTypes(ReadOnlySpan<byte> vector)
    {
        foreach (var valueType in vector)
        {
            if (WasmSignature.LetterOf(valueType) is null)
            {
                return false;
            }
        }
        return true;
    }

    private static string Letters(ReadOnlySpan<byte> vector)
    {
        Span<char> letters = stackalloc char[Math.Min(vector.Length, 256)];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = WasmSignature.LetterOf(vector[i]) ?? '?';
        }
        return letters.ToString();
    }
}
