using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class RequestLogTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private FakeTimeProvider _clock = null!;
    private RequestLog _log = null!;
    private TestStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider(Start);
        _store = new TestStore();
        _log = new RequestLog(_clock, new EphemeralDataProtectionProvider());
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task Prune_SomeOlderThanADay_ForgetsTheOldestFirstAndNoOthers()
    {
        for (var i = 0; i < 5; i++)
        {
            await _store.Writer.WriteAsync(unit => _log.Remember(unit, new RequestKey("M", $"{i}", [1]), [1]), CancellationToken.None);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        _clock.Advance(TimeSpan.FromHours(21.5));

        Assert.That(await PruneAsync(limit: 2), Is.EqualTo(2));
        Assert.That(_store.ReadElsewhere<string>("SELECT request_id FROM request ORDER BY request_id"), Is.EqualTo(["2", "3", "4"]));
        Assert.That(await PruneAsync(limit: 2), Is.EqualTo(1));
        Assert.That(await PruneAsync(limit: 2), Is.Zero);
        Assert.That(_store.ReadElsewhere<string>("SELECT request_id FROM request ORDER BY request_id"), Is.EqualTo(["3", "4"]));
    }

    private Task<int> PruneAsync(int limit) => _store.Writer.WriteAsync(unit => _log.Prune(unit, limit), CancellationToken.None);
}
