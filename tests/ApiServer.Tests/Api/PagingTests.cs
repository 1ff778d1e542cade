using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class PagingTests
{
    [TestCase(0, ExpectedResult = 50)]
    [TestCase(1, ExpectedResult = 1)]
    [TestCase(500, ExpectedResult = 500)]
    [TestCase(501, ExpectedResult = 500)]
    [TestCase(int.MaxValue, ExpectedResult = 500)]
    public int Of_PageSize_IsBounded(int size) => Paging.Of("List", size, "").Size;

    [Test]
    public void Of_NegativePageSize_IsRefused()
    {
        var refused = Assert.Throws<InvalidArgumentException>(() => Paging.Of("List", -1, ""));

        Assert.That(refused.Violations.Single().Field, Is.EqualTo("page_size"));
    }

    [TestCase("key")]
    [TestCase("with\nlines and größe")]
    public void Of_OwnToken_GivesTheKeyBack(string key)
    {
        var token = Paging.Of("List", 10, "", "filter").TokenAfter(key);

        Assert.That(Paging.Of("List", 20, token, "filter").After, Is.EqualTo(key));
    }

    [Test]
    public void Of_TokenOfAnotherList_IsRefused()
    {
        var token = Paging.Of("List", 10, "", "a", "b").TokenAfter("key");

        Assert.Multiple(() =>
        {
            Refuses(() => Paging.Of("Other", 10, token, "a", "b"));
            Refuses(() => Paging.Of("List", 10, token, "a", "c"));
            Refuses(() => Paging.Of("List", 10, token, "ab", ""));
            Refuses(() => Paging.Of("List", 10, token, "a"));
        });
    }

    [TestCase("!")]
    [TestCase("AAAA")]
    [TestCase("A")]
    [TestCase("größe")]
    public void Of_Garbage_IsRefused(string token) => Refuses(() => Paging.Of("List", 10, token));

    [Test]
    public void AfterNumber_NotANumber_IsRefused()
    {
        var token = Paging.Of("List", 10, "").TokenAfter("x");

        Refuses(() => Paging.Of("List", 10, token).AfterNumber(0));
        Assert.That(Paging.Of("List", 10, "").AfterNumber(7), Is.EqualTo(7));
    }

    private static void Refuses(Func<object> call)
    {
        var refused = Assert.Throws<InvalidArgumentException>(() => call());
        Assert.That(refused?.Violations.Single().Field, Is.EqualTo("page_token"));
    }
}
