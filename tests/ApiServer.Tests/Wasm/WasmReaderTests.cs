using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasmReaderTests
{
    [TestCase(0u, 0x00)]
    [TestCase(127u, 0x7f)]
    [TestCase(128u, 0x80, 0x01)]
    [TestCase(3u, 0x83, 0x80, 0x80, 0x80, 0x00)]
    [TestCase(uint.MaxValue, 0xff, 0xff, 0xff, 0xff, 0x0f)]
    public void TryReadU32_Number_Read(uint expected, params int[] bytes)
    {
        var reader = new WasmReader(Bytes(bytes));

        Assert.That(reader.TryReadU32(out var value), Is.True);
        Assert.That(value, Is.EqualTo(expected));
        Assert.That(reader.Remaining, Is.Zero);
    }

    [TestCase]
    [TestCase(0x80)]
    [TestCase(0x80, 0x80, 0x80, 0x80)]
    [TestCase(0xff, 0xff, 0xff, 0xff, 0x1f)]
    [TestCase(0x80, 0x80, 0x80, 0x80, 0x80, 0x00)]
    public void TryReadU32_CutOffOrTooLarge_False(params int[] bytes) =>
        Assert.That(new WasmReader(Bytes(bytes)).TryReadU32(out _), Is.False);

    [TestCase(true, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)]
    [TestCase(false, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02)]
    [TestCase(false, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)]
    public void TrySkipU64_Limits_Kept(bool fits, params int[] bytes) =>
        Assert.That(new WasmReader(Bytes(bytes)).TrySkipU64(), Is.EqualTo(fits));

    [TestCase(true, 2, 0, 0, 0, 0, 0, 0)]
    [TestCase(false, 3, 0, 0, 0, 0, 0, 0)]
    [TestCase(false, 0xff, 0xff, 0xff, 0xff, 0x0f, 0)]
    public void TryReadCount_MoreThanTheBytesCanHold_False(bool fits, params int[] bytes) =>
        Assert.That(new WasmReader(Bytes(bytes)).TryReadCount(minimumElementSize: 3, out _), Is.EqualTo(fits));

    [TestCase(true, 2, 7, 8)]
    [TestCase(false, 2, 7)]
    [TestCase(false, 0xff, 0xff, 0xff, 0xff, 0x0f, 7)]
    public void TryReadSized_LongerThanTheRest_False(bool fits, params int[] bytes) =>
        Assert.That(new WasmReader(Bytes(bytes)).TryReadSized(out _), Is.EqualTo(fits));

    private static byte[] Bytes(int[] values) => [.. values.Select(v => (byte)v)];
}
