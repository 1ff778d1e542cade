using System.Text;

namespace Tricorder.ApiServer.Tests.Wasm;

/// <summary>Writes small WebAssembly binaries, right or wrong ones, without a compiler.</summary>
internal sealed class WasmBuilder
{
    private const byte FunctionKind = 0;
    private const byte MemoryKind = 2;

    private readonly List<byte[]> _types = [];
    private readonly List<byte[]> _imports = [];
    private readonly List<(uint Type, byte[] Body)> _functions = [];
    private readonly List<byte[]> _exports = [];
    private readonly List<(byte Id, byte[] Contents)> _custom = [];
    private uint _importedFunctions;

    /// <summary>The memory section: one memory of one page, at most 16.</summary>
    public byte[] Memory { get; init; } = [1, 1, 1, 16];

    public static byte[] Header => [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

    /// <summary>A module that agents can run: function "process", all of the buffer interface, "memory".</summary>
    public static WasmBuilder Runnable(Action<WasmBuilder>? import = null, string except = "", byte[]? memory = null)
    {
        var builder = new WasmBuilder { Memory = memory ?? [1, 1, 1, 16] };
        import?.Invoke(builder);
        void Add(string name, string parameters, string results)
        {
            if (name != except)
            {
                builder.Function(name, parameters, results);
            }
        }
        Add("process", "", "");
        foreach (var (name, parameters, results) in Abi)
        {
            Add(name, parameters, results);
        }
        return except == "memory" ? builder : builder.Export("memory", MemoryKind, 0);
    }

    // Written out once more here: the tests must not take the product's word for it.
    public static IReadOnlyList<(string Name, string Parameters, string Results)> Abi { get; } =
    [
        ("malloc_input_buf", "i", "i"), ("malloc_output_buf", "i", "i"),
        ("free_input_buf", "", ""), ("free_output_buf", "", ""),
        ("get_input_buf", "", "i"), ("get_output_buf", "", "i"),
        ("get_input_buf_len", "", "i"), ("get_input_buf_cap", "", "i"),
        ("get_output_buf_len", "", "i"), ("get_output_buf_cap", "", "i"),
        ("set_input_buf_len", "i", ""), ("set_output_buf_len", "i", ""),
    ];

    public WasmBuilder Function(string export, string parameters, string results, params byte[] code)
    {
        _functions.Add((Type(parameters, results), code.Length > 0 ? code : ReturnZeros(results)));
        return Export(export, FunctionKind, _importedFunctions + (uint)_functions.Count - 1);
    }

    /// <summary>Imports must come before functions, as in the index space.</summary>
    public WasmBuilder ImportFunction(string module, string name, string parameters, string results, string? exportedAs = null)
    {
        _imports.Add([.. Name(module), .. Name(name), FunctionKind, .. Leb(Type(parameters, results))]);
        var index = _importedFunctions++;
        return exportedAs is null ? this : Export(exportedAs, FunctionKind, index);
    }

    public WasmBuilder Import(string module, string name, params byte[] description)
    {
        _imports.Add([.. Name(module), .. Name(name), .. description]);
        return this;
    }

    public WasmBuilder Export(string name, byte kind, uint index)
    {
        _exports.Add([.. Name(name), kind, .. Leb(index)]);
        return this;
    }

    public WasmBuilder Custom(string name, int size)
    {
        _custom.Add((0, [.. Name(name), .. new byte[size]]));
        return this;
    }

    public byte[] Build() =>
    [
        .. Header,
        .. Section(1, Vector(_types)),
        .. Section(2, Vector(_imports)),
        .. Section(3, Vector(_functions.Select(f => Leb(f.Type)))),
        .. Section(5, Memory),
        .. Section(7, Vector(_exports)),
        .. Section(10, Vector(_functions.Select(f => Sized([0, .. f.Body, 0x0b])))),
        .. _custom.SelectMany(c => Section(c.Id, c.Contents)),
    ];

    public static byte[] Section(byte id, byte[] contents) => [id, .. Sized(contents)];

    public static byte[] Vector(IEnumerable<byte[]> elements)
    {
        var all = elements.ToList();
        return [.. Leb((uint)all.Count), .. all.SelectMany(e => e)];
    }

    public static byte[] Name(string name) => Sized(Encoding.UTF8.GetBytes(name));

    public static byte[] Leb(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Sized(byte[] contents) => [.. Leb((uint)contents.Length), .. contents];

    private uint Type(string parameters, string results)
    {
        _types.Add([0x60, .. Sized([.. parameters.Select(ValueType)]), .. Sized([.. results.Select(ValueType)])]);
        return (uint)_types.Count - 1;
    }

    private static byte ValueType(char letter) => letter switch { 'i' => 0x7f, 'I' => 0x7e, 'f' => 0x7d, _ => 0x7c };

    private static byte[] ReturnZeros(string results) => [.. results.SelectMany(Zero)];

    private static byte[] Zero(char letter) => letter switch
    {
        'i' => [0x41, 0],
        'I' => [0x42, 0],
        'f' => [0x43, 0, 0, 0, 0],
        _ => [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
    };
}
