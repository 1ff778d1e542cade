using Microsoft.Extensions.Logging;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class AfterCommitTests
{
    [Test]
    public async Task AfterCommit_SeveralUnits_RunInCommitOrderOnceDurable()
    {
        await using var store = new TestStore();
        List<string> order = [];
        List<Task> queued = [];
        using (store.Hold())
        {
            foreach (var name in (string[])["a", "b", "c"])
            {
                queued.Add(store.Writer.WriteAsync(
                    unit =>
                    {
                        Rows.Add(unit, name);
                        unit.AfterCommit(() => order.Add($"{name} durable: {store.ReadElsewhere<string>(Rows.AllSql).Contains(name)}"));
                        unit.AfterCommit(() => order.Add($"{name} again"));
                    },
                    CancellationToken.None));
            }
        }

        await Task.WhenAll(queued);

        string[] expected = ["a durable: True", "a again", "b durable: True", "b again", "c durable: True", "c again"];
        Assert.That(order, Is.EqualTo(expected));
    }

    [Test]
    public async Task AfterCommit_UnitFails_IsNotRun()
    {
        await using var store = new TestStore();
        var ran = false;

        var failed = store.Writer.WriteAsync(
            unit =>
            {
                unit.AfterCommit(() => ran = true);
                throw new NotFoundException("module", "m");
            },
            CancellationToken.None);

        Assert.ThrowsAsync<NotFoundException>(() => failed);
        Assert.That(ran, Is.False);
    }

    [Test]
    public async Task AfterCommit_Throws_StopsTheHostAndRefusesFurtherWrites()
    {
        await using var store = new TestStore();
        store.Logs.ErrorsExpected = true;

        var failed = store.Writer.WriteAsync(
            unit =>
            {
                Rows.Add(unit, "a");
                unit.AfterCommit(() => throw new InvalidOperationException("memory lags behind"));
            },
            CancellationToken.None);

        Assert.ThrowsAsync<InvalidOperationException>(() => failed);
        await Eventually.TrueAsync(() => store.Host.StopRequested, "the host is asked to stop");
        Assert.That(store.Logs.Entries, Has.Some.Matches<(LogLevel Level, string Message)>(entry => entry.Level == LogLevel.Critical));
        Assert.ThrowsAsync<UnavailableException>(() => Rows.AddAsync(store.Writer, "b"));
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["a"]));
    }
}
