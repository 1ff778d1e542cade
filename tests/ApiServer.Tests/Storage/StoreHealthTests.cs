using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class StoreHealthTests
{
    private readonly LogRecorder _logs = new() { ErrorsExpected = true };

    [Test]
    public void Succeeded_AfterAFailure_IsWell()
    {
        var health = new StoreHealth(_logs.For<StoreHealth>());
        health.Failed(new UnavailableException("DISK_FULL", "full"), new IOException(), 1);

        health.Succeeded();

        Assert.That(health.Failure, Is.Null);
    }

    [Test]
    public void Succeeded_OfWhatWasBeingStoredWhenItStoppedForGood_ChangesNothing()
    {
        var health = new StoreHealth(_logs.For<StoreHealth>());
        health.Broke(new InvalidOperationException("memory lags behind"));

        health.Succeeded();
        health.Failed(new UnavailableException("DISK_FULL", "full"), new IOException(), 1);

        Assert.That((health.Fatal, health.Failure?.Reason), Is.EqualTo((health.Fatal, "STORE_STOPPED")));
        Assert.That(health.Fatal, Is.Not.Null);
    }
}
