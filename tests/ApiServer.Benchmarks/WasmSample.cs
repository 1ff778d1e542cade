using System.Text;

namespace Tricorder.ApiServer.Benchmarks;

/// <summary>Writes a valid WebAssembly module of an exact size that exports what agents call.</summary>
internal static class WasmSample
{
    private const byte I32 = 0x7F;

    public static byte[] Create(string function, int size, int seed)
    {
        // Types: 0 = () -> (), 1 = (i32) -> i32, 2 = () -> i32, 3 = (i32) -> ().
        (string Name, byte Type)[] exports =
        [
            (function, 0),
            ("malloc_input_buf", 1), ("malloc_output_buf", 1),
            ("free_input_buf", 0), ("free_output_buf", 0),
            ("get_input_buf", 2), ("get_output_buf", 2),
            ("get_input_buf_len", 2), ("get_input_buf_cap", 2), ("get_output_buf_len", 2), ("get_output_buf_cap", 2),
            ("set_input_buf_len", 3), ("set_output_buf_len", 3),
        ];
        byte[] head =
        [
            .. "\0asm"u8, 1, 0, 0, 0,
            .. Section(1, [4, 0x60, 0, 0, 0x60, 1, I32, 1, I32, 0x60, 0, 1, I32, 0x60, 1, I32, 0]),
            .. Section(3, [(byte)exports.Length, .. exports.Select(export => export.Type)]),
            .. Section(5, [1, 0, 1]),
            .. Section(
                7,
                [
                    (byte)(exports.Length + 1),
                    .. exports.SelectMany((export, index) => Export(export.Name, 0, (byte)index)),
                    .. Export("memory", 2, 0),
                ]),
            .. Section(10, [(byte)exports.Length, .. exports.SelectMany(export => Body(export.Type))]),
        ];
        return [.. head, .. Padding(size - head.Length, seed)];
    }

    private static byte[] Export(string name, byte kind, byte index) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), kind, index];

    /// <summary>Size, no locals, `i32.const 0` where a result is due, end.</summary>
    private static byte[] Body(byte type) => type is 1 or 2 ? [4, 0, 0x41, 0, 0x0B] : [2, 0, 0x0B];

    private static byte[] Section(byte id, byte[] content) => [id, .. Leb(content.Length), .. content];

    /// <summary>A custom section of noise that fills `size` bytes exactly; its length always takes five bytes.</summary>
    private static byte[] Padding(int size, int seed)
    {
        var noise = new byte[size - 6];
        new Random(seed).NextBytes(noise);
        noise[0] = 1;
        noise[1] = (byte)'p';
        var length = noise.Length;
        return [
            0, (byte)(length | 0x80), (byte)((length >> 7) | 0x80), (byte)((length >> 14) | 0x80), (byte)((length >> 21) | 0x80),
            (byte)(length >> 28), .. noise,
        ];
    }

    private static byte[] Leb(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Leb(value >> 7)];
}
