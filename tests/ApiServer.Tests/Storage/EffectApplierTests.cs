using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class EffectApplierTests
{
    private TestStore _store = null!;

    [SetUp]
    public void SetUp() => _store = new TestStore();

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task Publish_EffectsTakeLong_TheNextGroupIsCommittedMeanwhileAndItsCallerWaits()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        var first = _store.Writer.WriteAsync(
            unit => unit.Publish(() =>
            {
                entered.Release();
                release.Wait();
            }),
            CancellationToken.None);
        await entered.WaitAsync();

        var second = _store.Writer.WriteAsync(unit => Rows.Add(unit, "b"), CancellationToken.None);
        while (_store.ReadElsewhere<string>(Rows.AllSql).Count == 0)
        {
            await Task.Yield(); // The commit ends that; nothing else tells of it.
        }

        var isDone = second.IsCompleted;
        release.Set();
        await Task.WhenAll(first, second);

        Assert.That(isDone, Is.False, "a caller completes after the effects before its own");
    }

    [Test]
    public async Task Publish_LiveStateAndOthers_FollowInTheOrderOfTheUnit()
    {
        List<string> order = [];

        await _store.Writer.WriteAsync(
            unit =>
            {
                unit.Publish(() => order.Add("live"));
                unit.AfterCommit(() => order.Add("other"));
                unit.Publish(() => order.Add("live again"));
            },
            CancellationToken.None);

        Assert.That(order, Is.EqualTo(new[] { "live", "other", "live again" }));
    }

    [Test]
    public void Publish_OneOfTheUnitThrows_ThoseAfterItFollow()
    {
        _store.Logs.ErrorsExpected = true;
        List<string> followed = [];

        var failed = _store.Writer.WriteAsync(
            unit =>
            {
                unit.Publish(() => throw new InvalidOperationException("a fault"));
                unit.Publish(() => followed.Add("live"));
                unit.AfterCommit(() => followed.Add("other"));
            },
            CancellationToken.None);

        Assert.ThrowsAsync<InvalidOperationException>(() => failed);
        Assert.That(followed, Is.EqualTo(new[] { "live", "other" }));
    }

    [Test]
    public void Write_UnitReadsLiveState_Fails()
    {
        var live = new LiveState();

        Assert.ThrowsAsync<InvalidOperationException>(
            () => _store.Writer.WriteAsync(_ => live.Read(() => 1), CancellationToken.None));
    }

    [Test]
    public void Mark_WithoutTheLock_Fails() =>
        Assert.Throws<InvalidOperationException>(() => new ChangeFeed(_store.Live).Mark(Topic.Modules, "m"));
}
