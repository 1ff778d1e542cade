using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Common;

internal sealed class MessageTextTests
{
    [Test]
    public void Name_ControlCharactersAndLines_BecomeOneSpace() =>
        Assert.That(MessageText.Name("a\r\n\t b\u001b\u0000\u0085c "u8), Is.EqualTo("a b c"));

    [Test]
    public void Name_NotUtf8_Replaced() => Assert.That(MessageText.Name([0x61, 0xff, 0x62]), Is.EqualTo("a\ufffdb"));

    [Test]
    public void Name_Megabytes_CutAtAWholeCharacter()
    {
        var name = MessageText.Name(Enumerable.Repeat("😀"u8.ToArray(), 500_000).SelectMany(b => b).ToArray());

        Assert.That(name, Is.EqualTo(string.Concat(Enumerable.Repeat("😀", 32)) + "…"));
    }
}
