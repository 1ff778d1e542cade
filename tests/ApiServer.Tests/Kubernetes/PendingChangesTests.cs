using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class PendingChangesTests
{
    private PendingChanges _pending = null!;

    [SetUp]
    public void Create() => _pending = new PendingChanges();

    [TearDown]
    public void Dispose() => _pending.Dispose();

    [Test]
    public async Task Take_ManyChangesOfAnObject_TheNewest()
    {
        await AddAsync("a", "1");
        await AddAsync("b", "2");
        await AddAsync("a", "3", "DELETED");
        await AddAsync("b", "4", "DELETED");
        await AddAsync("b", "5");

        var batch = (await TakeAsync())!;

        Assert.That(batch.There.Select(item => (item.Uid, item.ResourceVersion)), Is.EqualTo(new[] { ("b", "5") }));
        Assert.That((batch.Gone.Single(), batch.Position), Is.EqualTo(("a", "5")));
    }

    [Test]
    public async Task Add_HugeObjects_WaitsAtTwoMegabytes()
    {
        await AddAsync("a", "1", bytes: 1_500_000);
        await AddAsync("b", "2", bytes: 1_500_000);
        var waiting = AddAsync("c", "3", bytes: 1_500_000).AsTask();

        Assert.That(waiting.IsCompleted, Is.False, "it is full");
        Assert.That((await TakeAsync())!.There, Has.Count.EqualTo(2));
        await waiting;
        Assert.That((await TakeAsync())!.There.Single().Uid, Is.EqualTo("c"));
    }

    [Test]
    public async Task Add_OneHugeObjectOverAndOver_IsCountedOnce()
    {
        for (var version = 0; version < 10; version++)
        {
            await AddAsync("a", $"{version}", bytes: 1_500_000);
        }

        Assert.That((await TakeAsync())!.There.Single().ResourceVersion, Is.EqualTo("9"));
    }

    [Test]
    public async Task Add_ManySmallObjects_WaitsAtTheirNumber()
    {
        for (var index = 0; index < ChangeBatch.MaxObjects; index++)
        {
            await AddAsync($"uid-{index}", "1");
        }

        Assert.That(AddAsync("more", "2").AsTask().IsCompleted, Is.False);
    }

    [Test]
    public async Task Take_Completed_GivesWhatThereIsAndThenTheEnd()
    {
        var first = TakeAsync();
        await AddAsync("a", "1");
        await first;
        await _pending.AddAsync(ResourceEvent.OfPosition("2"), CancellationToken.None);
        _pending.Complete();

        Assert.That((await TakeAsync())!.Position, Is.EqualTo("2"));
        Assert.That(await TakeAsync(), Is.Null);
    }

    [Test]
    public async Task TakeWhenFull_NotFull_WaitsForMoreOrTheEnd()
    {
        await AddAsync("a", "1");
        var full = TakeAsync(whenFull: true);
        Assert.That(full.IsCompleted, Is.False, "there is room");
        await AddAsync("b", "2", bytes: ChangeBatch.MaxBytes);
        Assert.That((await full)!.There, Has.Count.EqualTo(2));

        var last = TakeAsync(whenFull: true);
        await AddAsync("c", "3");
        Assert.That(last.IsCompleted, Is.False, "there is room again");
        _pending.Complete();

        Assert.That((await last)!.There.Single().Uid, Is.EqualTo("c"));
        Assert.That(await TakeAsync(whenFull: true), Is.Null);
    }

    [Test]
    public async Task Wake_NothingCame_GivesAnEmptyBatchOnce()
    {
        var woken = TakeAsync();
        _pending.Wake();
        Assert.That((await woken)!.IsEmpty, Is.True);

        var next = TakeAsync();
        Assert.That(next.IsCompleted, Is.False);
        await AddAsync("a", "1");

        Assert.That((await next)!.There.Single().Uid, Is.EqualTo("a"));
    }

    private Task<ChangeBatch?> TakeAsync(bool whenFull = false) => _pending.TakeAsync(whenFull, CancellationToken.None).AsTask();

    private ValueTask AddAsync(string uid, string version, string type = "MODIFIED", int bytes = 10) =>
        _pending.AddAsync(new ResourceEvent(type, new KubernetesObject(uid, version, new byte[bytes]), version), CancellationToken.None);
}
