using System.Collections;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Statistics;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class UsageBeforeTests
{
    private const int Modules = 4096;

    [Test]
    public void Of_AllInAnotherOrder_ReadsEachOnlyTwice()
    {
        var said = new CountedList([.. Enumerable.Range(0, Modules).Select(Usage)]);
        var before = new UsageBefore(said);

        var found = Enumerable.Range(0, Modules).Select(index => before.Of($"m{Modules - 1 - index}", index)?.RowsWritten).ToList();

        Assert.That(found, Is.EqualTo(Enumerable.Range(0, Modules).Reverse()));
        Assert.That(said.Reads, Is.EqualTo(2 * Modules), "where it was, and once to find them by their ids");
    }

    [Test]
    public void Of_AllInTheSameOrder_ReadsEachOnce()
    {
        var said = new CountedList([.. Enumerable.Range(0, Modules).Select(Usage)]);
        var before = new UsageBefore(said);

        var found = Enumerable.Range(0, Modules).Select(index => before.Of($"m{index}", index)?.RowsWritten).ToList();

        Assert.That(found, Is.EqualTo(Enumerable.Range(0, Modules)));
        Assert.That(said.Reads, Is.EqualTo(Modules));
    }

    [Test]
    public void Of_ModulesThatAreNewOrGone_FindsTheOthers()
    {
        var before = new UsageBefore([Usage(1), Usage(2)]);

        Assert.That(
            (before.Of("m2", 0)?.RowsWritten, before.Of("m3", 1), before.Of("m1", 2)?.RowsWritten),
            Is.EqualTo((2L, (ModuleUsage?)null, 1L)));
    }

    private static ModuleUsage Usage(int index) => new($"m{index}", 10, 0, index, 0, "", TimeSpan.Zero, 0);

    private sealed class CountedList(ModuleUsage[] said) : IReadOnlyList<ModuleUsage>
    {
        public int Reads { get; private set; }

        public int Count => said.Length;

        public ModuleUsage this[int index] => Counted(said[index]);

        public IEnumerator<ModuleUsage> GetEnumerator() => said.Select(Counted).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private ModuleUsage Counted(ModuleUsage usage)
        {
            Reads++;
            return usage;
        }
    }
}
