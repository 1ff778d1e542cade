using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

internal sealed class RequestThreadsTests
{
    [Test]
    public void Ensure_AnyMachine_HasOneMoreThanTheLargestCallsInWork()
    {
        ThreadPool.GetMinThreads(out var before, out _);

        RequestThreads.Ensure();

        ThreadPool.GetMinThreads(out var after, out _);
        Assert.That(after, Is.EqualTo(Math.Max(before, 4)));
    }
}
