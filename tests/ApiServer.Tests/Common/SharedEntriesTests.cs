using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Common;

internal sealed class SharedEntriesTests
{
    [Test]
    public void Enter_OfTwoWithOneKey_IsOneEntryUntilBothHaveLeft()
    {
        var entries = new SharedEntries<string, Entry>(() => new Entry());
        var first = entries.Enter("a");
        var second = entries.Enter("a");
        using var other = entries.Enter("b");
        Assert.That((second.Entry == first.Entry, other.Entry == first.Entry, entries.Count), Is.EqualTo((true, false, 2)));

        first.Dispose();
        first.Dispose();

        Assert.That((first.Entry.IsDisposed, entries.Count), Is.EqualTo((false, 2)), "who leaves twice has left once");
        second.Dispose();
        Assert.That((first.Entry.IsDisposed, entries.Count), Is.EqualTo((true, 1)));
    }

    [Test]
    public void TryEnter_WhenSoManyUseIt_IsNull()
    {
        var entries = new SharedEntries<string, Entry>(() => new Entry());
        using var first = entries.TryEnter("a", mostUsers: 1);

        Assert.That((first is null, entries.TryEnter("a", mostUsers: 1) is null), Is.EqualTo((false, true)));
        Assert.That(entries.Count, Is.EqualTo(1));
    }

    private sealed class Entry : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
