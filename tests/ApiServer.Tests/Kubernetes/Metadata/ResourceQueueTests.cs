using Tricorder.ApiServer.Kubernetes.Metadata;

namespace Tricorder.ApiServer.Tests.Kubernetes.Metadata;

public class ResourceQueueTests
{
    [Test]
    public async Task Write_BeyondTheSize_WaitsUntilWhatWasReadIsHandedOver()
    {
        using var queue = new ResourceQueue(100, 1000);
        await queue.WriteAsync(Of(600), CancellationToken.None);

        var waiting = queue.WriteAsync(Of(600), CancellationToken.None).AsTask();
        queue.TryRead(out var first);
        Assert.That(waiting.IsCompleted, Is.False, "what is being written is still held");
        queue.HandedOver(ResourceQueue.SizeOf(first));

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(queue.TryRead(out var second) ? ResourceQueue.SizeOf(second) : 0, Is.EqualTo(600));
    }

    [Test]
    public async Task Write_BeyondTheNumber_Waits()
    {
        using var queue = new ResourceQueue(2, 1000);
        await queue.WriteAsync(Of(1), CancellationToken.None);
        await queue.WriteAsync(Of(1), CancellationToken.None);

        var waiting = queue.WriteAsync(Of(1), CancellationToken.None).AsTask();

        Assert.That(waiting.IsCompleted, Is.False);
        queue.TryRead(out _);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Write_LargerThanTheQueue_PassesAlone()
    {
        using var queue = new ResourceQueue(100, 1000);

        await queue.WriteAsync(Of(5000), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(queue.WriteAsync(Of(1), CancellationToken.None).AsTask().IsCompleted, Is.False);
    }

    [Test]
    public async Task Write_Cancelled_Ends()
    {
        using var queue = new ResourceQueue(100, 10);
        await queue.WriteAsync(Of(10), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var waiting = queue.WriteAsync(Of(10), stop.Token).AsTask();

        await stop.CancelAsync();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    private static ResourceEvent Of(int size) => new("ADDED", new KubernetesObject("uid", "1", new string(' ', size)), "1");
}
