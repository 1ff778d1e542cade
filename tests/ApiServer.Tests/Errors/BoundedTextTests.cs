using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Errors;

public sealed class BoundedTextTests
{
    [Test]
    public void Cut_ShortText_IsUnchanged() =>
        Assert.That(BoundedText.Cut("There is no module 'ü'.", 100), Is.EqualTo("There is no module 'ü'."));

    [Test]
    public void Cut_TextOfExactlyTheBudget_IsUnchanged() =>
        Assert.That(BoundedText.Cut(new string('a', 50), 50), Is.EqualTo(new string('a', 50)));

    [Test]
    public void Cut_LongText_EndsWithEllipsisWithinTheBudget()
    {
        var cut = BoundedText.Cut(new string('a', 51), 50);

        Assert.That(cut, Is.EqualTo(new string('a', 41) + "…"));
    }

    [Test]
    public void Cut_Surrogates_AreNotTornApart()
    {
        var cut = BoundedText.Cut(string.Concat(Enumerable.Repeat("🐝", 100)), 100);

        Assert.That(cut, Is.EqualTo(string.Concat(Enumerable.Repeat("🐝", 7)) + "…"));
    }
}
