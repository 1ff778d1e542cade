using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

internal sealed class RequestBudgetTests
{
    private const int MiB = 1024 * 1024;

    [Test]
    public async Task TakeAsync_WhenFull_RefusesWithAPause()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory);
        await FillAsync(budget, RequestKind.Watch, 64 * 1024);

        var refused = Assert.ThrowsAsync<ResourceExhaustedException>(async () => await budget.TakeAsync(RequestKind.Watch, 64 * 1024, default));

        Assert.That(refused!.Reason, Is.EqualTo("TOO_MUCH_IN_FLIGHT"));
        Assert.That(refused.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task TakeAsync_SmallOnes_AreFree()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory);
        await FillAsync(budget, RequestKind.Call, MiB);

        Assert.That(await budget.TakeAsync(RequestKind.Call, RequestBudget.FreeBytes, default), Is.Null);
    }

    [Test]
    public async Task TakeAsync_ThreeOfTheLargest_FitAtATime()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory);

        Assert.That(await FillAsync(budget, RequestKind.Call, MethodLimits.ProgramBytes), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task TakeAsync_OneKindFull_LeavesTheOthersTheirs()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory);
        await FillAsync(budget, RequestKind.Call, MiB);
        await FillAsync(budget, RequestKind.Watch, 64 * 1024);

        Assert.That(await budget.TakeAsync(RequestKind.Agent, MiB, default), Is.Not.Null);
    }

    [Test]
    public async Task TakeAsync_WhoWaits_GoesOnWhenOneIsDone([Values(RequestKind.Call, RequestKind.Agent)] RequestKind kind)
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory);
        var taken = await FillAsync(budget, kind, MiB);
        var waiting = budget.TakeAsync(kind, MiB, default).AsTask();

        taken[0].Dispose();

        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(30)), Is.Not.Null);
    }

    /// <summary>Takes until the next would have to wait.</summary>
    private static async Task<List<IDisposable>> FillAsync(RequestBudget budget, RequestKind kind, int bytes)
    {
        var taken = new List<IDisposable>();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        while (true)
        {
            try
            {
                taken.Add((await budget.TakeAsync(kind, bytes, now.Token))!);
            }
            catch (Exception e) when (e is OperationCanceledException or ResourceExhaustedException)
            {
                return taken;
            }
        }
    }
}
