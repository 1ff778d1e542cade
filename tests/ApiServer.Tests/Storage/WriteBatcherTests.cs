using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class WriteBatcherTests
{
    private TestStore _store = null!;
    private List<string[]> _batches = null!;
    private WriteBatcher<string> _batcher = null!;

    [SetUp]
    public void SetUp()
    {
        _store = new TestStore();
        _batches = [];
        _batcher = new WriteBatcher<string>(_store.Writer, Store, new Outage(_store.Logs.For<StoreWriter>(), "Storing sheep"));
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task AddAsync_ManyWhileTheWriterIsBusy_AreOneUnit()
    {
        List<Task> added = [];
        using (_store.Hold())
        {
            added.AddRange(((string[])["a", "b", "c"]).Select(name => _batcher.AddAsync(name, CancellationToken.None)));
        }

        await Task.WhenAll(added);

        Assert.That(_batches, Is.EqualTo(new[] { new[] { "a", "b", "c" } }));
        Assert.That(Stored(), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task AddAsync_MoreThanABatch_AllAreStored()
    {
        var names = Enumerable.Range(0, WriteBatcher<string>.MaxBatch + 1).Select(number => $"{number:D4}").ToList();
        List<Task> added = [];
        using (_store.Hold())
        {
            added.AddRange(names.Select(name => _batcher.AddAsync(name, CancellationToken.None)));
        }

        await Task.WhenAll(added);

        Assert.That(_batches.Select(batch => batch.Length), Is.EqualTo(new[] { WriteBatcher<string>.MaxBatch, 1 }));
        Assert.That(Stored(), Is.EqualTo(names));
    }

    [Test]
    public async Task AddAsync_OneIsRefused_FailsAlone()
    {
        Task refused, stored;
        using (_store.Hold())
        {
            refused = _batcher.AddAsync("refused", CancellationToken.None);
            stored = _batcher.AddAsync("a", CancellationToken.None);
        }

        await stored;

        Assert.ThrowsAsync<NotFoundException>(() => refused);
        Assert.That(Stored(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task AddAsync_OneBreaksTheUnit_FailsAloneAndOthersAreStoredOnce()
    {
        _store.Logs.ErrorsExpected = true;
        Task refused, broken, stored;
        using (_store.Hold())
        {
            refused = _batcher.AddAsync("refused", CancellationToken.None);
            broken = _batcher.AddAsync("broken", CancellationToken.None);
            stored = _batcher.AddAsync("a", CancellationToken.None);
        }

        await stored;

        Assert.ThrowsAsync<NotFoundException>(() => refused);
        Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        Assert.That(Stored(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task AddAsync_TheStoreRefuses_AllFailAndTheStoreIsNotAskedAgain()
    {
        _store.Logs.ErrorsExpected = true;
        Task one, other;
        using (_store.Hold())
        {
            one = _batcher.AddAsync("lost", CancellationToken.None);
            other = _batcher.AddAsync("b", CancellationToken.None);
        }

        Assert.ThrowsAsync<UnavailableException>(() => one);
        Assert.ThrowsAsync<UnavailableException>(() => other);
        Assert.That(_batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AddAsync_CallerGaveUpBeforeItsTurn_IsNotStored()
    {
        using var givenUp = new CancellationTokenSource();
        Task cancelled, stored;
        using (_store.Hold())
        {
            cancelled = _batcher.AddAsync("cancelled", givenUp.Token);
            stored = _batcher.AddAsync("a", CancellationToken.None);
            await givenUp.CancelAsync();
        }

        await stored;

        Assert.That(() => cancelled, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Stored(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task AddAsync_TheWriterHasStopped_FailsAndNobodyWaits()
    {
        _store.Logs.ErrorsExpected = true;
        await _store.Writer.DisposeAsync();

        Assert.ThrowsAsync<UnavailableException>(
            () => _batcher.AddAsync("a", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.That(_batcher.QueueDepth, Is.Zero);
    }

    private void Store(WriteUnit unit, IReadOnlyList<BatchItem<string>> batch)
    {
        _batches.Add([.. batch.Select(item => item.Value)]);
        foreach (var item in batch)
        {
            if (item.Value == "refused")
            {
                item.Refuse(new NotFoundException("sheep", item.Value));
                continue;
            }

            Rows.Add(unit, item.Value);
            if (item.Value == "lost")
            {
                _store.LoseNext();
            }

            if (item.Value == "broken")
            {
                throw new InvalidOperationException("a wolf");
            }
        }
    }

    private IReadOnlyList<string> Stored() => [.. _store.ReadElsewhere<string>(Rows.AllSql).Order(StringComparer.Ordinal)];
}
