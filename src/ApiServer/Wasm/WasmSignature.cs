namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// A function type. Each value type is one letter, so that signatures compare as text and a table of them stays readable:
/// i = i32, I = i64, f = f32, F = f64, v = v128, r = a reference.
/// </summary>
internal readonly record struct WasmSignature(string Parameters, string Results)
{
    public override string ToString() => $"{List(Parameters)} -> {(Results.Length == 1 ? NameOf(Results[0]) : List(Results))}";

    /// <summary>The letter of a value type of WebAssembly 2.0; null for any other byte.</summary>
    public static char? LetterOf(byte valueType) => valueType switch
    {
        0x7f => 'i',
        0x7e => 'I',
        0x7d => 'f',
        0x7c => 'F',
        0x7b => 'v',
        0x70 or 0x6f => 'r',
        _ => null,
    };

    private static string List(string letters) => $"({string.Join(", ", letters.Select(NameOf))})";

    private static string NameOf(char letter) => letter switch
    {
        'i' => "i32",
        'I' => "i64",
        'f' => "f32",
        'F' => "f64",
        'v' => "v128",
        _ => "ref",
    };
}
