using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasmTextTests
{
    [Test]
    public void Name_ControlCharactersAndLines_BecomeOneSpace() =>
        Assert.That(WasmText.Name("a\r\n\t b\u001b\u0000\u0085c "u8), Is.EqualTo("a b c"));

    [Test]
    public void Name_NotUtf8_Replaced() => Assert.That(WasmText.Name([0x61, 0xff, 0x62]), Is.EqualTo("a\ufffdb"));

    [Test]
    public void Name_Megabytes_CutAtAWholeCharacter()
    {
        var name = WasmText.Name(Enumerable.Repeat("😀"u8.ToArray(), 500_000).SelectMany(b => b).ToArray());

        Assert.That(name, Is.EqualTo(string.Concat(Enumerable.Repeat("😀", 32)) + "…"));
    }
}
