using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RequestBudgetTests : IDisposable
{
    private const int KiB = 1024;
    private const int MiB = 1024 * 1024;

    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryReturn _memory;
    private readonly RequestBudget _budget;

    public RequestBudgetTests()
    {
        _memory = new MemoryReturn(_clock);
        _budget = new RequestBudget(_memory, _clock);
    }

    public void Dispose()
    {
        _budget.Dispose();
        _memory.Dispose();
    }

    [Test]
    public async Task TakeAsync_WhenFull_RefusesWithAPause()
    {
        await FillAsync(RequestKind.Watch, 64 * KiB, "a", "b");

        var refused = Assert.ThrowsAsync<ResourceExhaustedException>(() => TakeAsync(RequestKind.Watch, 64 * KiB, "c"));

        Assert.That(refused!.Reason, Is.EqualTo("TOO_MUCH_IN_FLIGHT"));
        Assert.That(refused.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task TakeAsync_TheSmallest_AreFree()
    {
        await FillAsync(RequestKind.Call, MiB, "a", "b");

        Assert.That(await TakeAsync(RequestKind.Call, RequestBudget.FreeBytes, "c"), Is.Null);
    }

    [Test]
    public async Task TakeAsync_ThreeOfTheLargest_FitAtATime() =>
        Assert.That(await FillAsync(RequestKind.Call, MethodLimits.ProgramBytes, "a", "b", "c", "d"), Has.Count.EqualTo(3));

    [Test]
    public async Task TakeAsync_TheLargestAsJson_IsNoMoreThanOneAuthorMayHave() =>
        Assert.That(await FillAsync(RequestKind.Call, MethodLimits.ProgramBytes / 2 * 3, "a"), Has.Count.EqualTo(1));

    [Test]
    public async Task TakeAsync_OneKindFull_LeavesTheOthersTheirs()
    {
        await FillAsync(RequestKind.Call, MiB, "a", "b");
        await FillAsync(RequestKind.Watch, 64 * KiB, "a", "b");

        Assert.That(await TakeAsync(RequestKind.Agent, MiB, "a"), Is.Not.Null);
    }

    [Test]
    public async Task TakeAsync_ASmallCall_DoesNotWaitBehindLargeOnes([Values(64, 96)] int kibibytes)
    {
        await FillAsync(RequestKind.Call, MethodLimits.ProgramBytes, "a", "b", "c");
        var large = TakeAsync(RequestKind.Call, MethodLimits.ProgramBytes, "d");

        var small = TakeAsync(RequestKind.Call, kibibytes * KiB, "d");

        Assert.That((large.IsCompleted, small.IsCompletedSuccessfully), Is.EqualTo((false, true)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.ThrowsAsync<ResourceExhaustedException>(() => large);
    }

    [TestCase(RequestKind.Call, 64 * KiB, 2 * MiB)]
    [TestCase(RequestKind.Call, MiB, 12 * MiB)]
    [TestCase(RequestKind.Watch, 64 * KiB, 4 * MiB)]
    [TestCase(RequestKind.Agent, MiB, 4 * MiB)]
    public async Task TakeAsync_OneAuthor_HasHalfAndTheOtherHalfIsForOthers(RequestKind kind, int bytes, int half)
    {
        var taken = await FillAsync(kind, bytes, "a");

        var of = await FillAsync(kind, bytes, "b", "c");

        Assert.That((taken.Count * bytes, of.Count * bytes), Is.EqualTo((half, half)));
    }

    [Test]
    public async Task TakeAsync_AnAuthorWhoHasHalf_IsToldAfterAWhileToComeAgain()
    {
        await FillAsync(RequestKind.Call, MiB, "a");
        var waiting = TakeAsync(RequestKind.Call, MiB, "a");

        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.That(waiting.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        var refused = Assert.ThrowsAsync<ResourceExhaustedException>(() => waiting);
        Assert.That((refused!.Reason, refused.RetryAfter), Is.EqualTo(("TOO_MUCH_IN_FLIGHT", TimeSpan.FromSeconds(1))));
        Assert.That(refused.Message, Does.StartWith("The caller has"));
    }

    [Test]
    public async Task TakeAsync_WhoWaits_GoesOnWhenOneIsDone(
        [Values(RequestKind.Call, RequestKind.Agent)] RequestKind kind, [Values("a", "c")] string author)
    {
        var taken = await FillAsync(kind, MiB, "a", "b");
        var waiting = TakeAsync(kind, MiB, author);
        Assert.That(waiting.IsCompleted, Is.False);

        taken[0].Dispose();

        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Is.Not.Null);
    }

    [Test]
    public async Task Dispose_OfAllThatAnAuthorHas_ForgetsTheAuthor()
    {
        using var budget = new ByteBudget(2, 2, TimeSpan.FromSeconds(2), _clock);
        var held = await budget.TakeAsync("a", MiB, default);
        var waiting = budget.TakeAsync("a", MiB, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.ThrowsAsync<ResourceExhaustedException>(() => waiting);

        held.Dispose();

        Assert.That(budget.Authors, Is.Zero);
    }

    private async Task<IDisposable?> TakeAsync(RequestKind kind, long bytes, string author) =>
        await _budget.TakeAsync(kind, author, bytes, default);

    /// <summary>Each takes until the next would have to wait.</summary>
    private async Task<List<IDisposable>> FillAsync(RequestKind kind, int bytes, params string[] authors)
    {
        var taken = new List<IDisposable>();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        foreach (var author in authors)
        {
            try
            {
                while (true)
                {
                    taken.Add((await _budget.TakeAsync(kind, author, bytes, now.Token))!);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ResourceExhaustedException)
            {
                // This one has what there is for it.
            }
        }

        return taken;
    }
}
