using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

internal sealed class MemoryReturnTests
{
    private const long MiB = 1024 * 1024;

    private readonly FakeTimeProvider _clock = new();
    private int _collections;

    [SetUp]
    public void SetUp() => _collections = 0;

    [Test]
    public void Done_Little_CollectsNothing()
    {
        using var memory = new MemoryReturn(_clock, () => _collections++);

        memory.Done(63 * MiB);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That(_collections, Is.Zero);
    }

    [Test]
    public void Done_ABurst_CollectsTwiceAndThenNoMore()
    {
        using var memory = new MemoryReturn(_clock, () => _collections++);

        for (var request = 0; request < 8; request++)
        {
            memory.Done(8 * MiB);
        }

        Assert.That(_collections, Is.Zero, "not while it goes on");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_collections, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(70));
        Assert.That(_collections, Is.EqualTo(2));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(_collections, Is.EqualTo(2));
    }

    [Test]
    public void Done_BurstAfterBurst_StaysRare()
    {
        using var memory = new MemoryReturn(_clock, () => _collections++);

        for (var second = 0; second < 60; second++)
        {
            memory.Done(100 * MiB);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(_collections, Is.EqualTo(1), "after 10 s; then every 70 s");
    }
}
