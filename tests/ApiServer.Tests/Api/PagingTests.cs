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

    [TestCase("a/0", "agent")]
    [TestCase("a", "0/agent")]
    [TestCase("", "a\nb")]
    [TestCase("", "")]
    public void Of_KeyOfTwoParts_GivesBothBack(string first, string second)
    {
        var token = Paging.Of("List", 10, "").TokenAfter(first, second);

        Assert.That(Paging.Of("List", 10, token).AfterPair, Is.EqualTo((first, second)));
        Refuses(() => Paging.Of("List", 10, token).After);
    }

    [Test]
    public void Of_TokenWithAnyCharacterChanged_IsRefused()
    {
        var token = Paging.Of("List", 10, "", "filter").TokenAfter("0198c0de", "key");
        for (var place = 0; place < token.Length; place++)
        {
            var damaged = token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..];
            Refuses(() => Paging.Of("List", 10, damaged, "filter"));
            Refuses(() => Paging.Of("List", 10, token[..place] is { Length: > 0 } cut ? cut : "A", "filter"));
        }
    }

    [Test]
    public void AfterNumber_BeyondThirtyTwoBits_IsGivenBack()
    {
        var token = Paging.Of("List", 10, "").TokenAfter("5000000000");

        Assert.That(Paging.Of("List", 10, token).AfterNumber(0), Is.EqualTo(5_000_000_000));
    }

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
