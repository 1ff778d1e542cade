using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class StoredTimeTests
{
    [Test]
    public void Text_OtherOffset_IsUtcWithMicroseconds()
    {
        var time = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddMicroseconds(7);

        Assert.That(StoredTime.Text(time), Is.EqualTo("2030-01-02T01:04:05.000007Z"));
    }

    [Test]
    public void Parse_Text_IsTheSameInstantInUtc()
    {
        var time = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddMicroseconds(7);

        var parsed = StoredTime.Parse(StoredTime.Text(time));

        Assert.That(parsed, Is.EqualTo(time));
        Assert.That(parsed.Offset, Is.EqualTo(TimeSpan.Zero));
    }
}
