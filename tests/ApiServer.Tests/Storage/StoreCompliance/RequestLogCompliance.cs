using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(RequestLog))]
internal sealed class RequestLogCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private static readonly byte[] Zeros = new byte[100];

    private FakeTimeProvider _clock = null!;
    private RequestLog _log = null!;

    [Test]
    public async Task Find_Empty_IsNull() => Assert.That(await FindAsync(Key("1")), Is.Null);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(300_000)]
    public async Task Remember_Answer_IsFoundToTheByte(int length)
    {
        var answer = new byte[length];
        new Random(1).NextBytes(answer);

        await WriteAsync(unit => _log.Remember(unit, Key(Odd) with { Actor = Odd }, answer));

        Assert.That(await FindAsync(Key(Odd) with { Actor = Odd }), Is.EqualTo(answer));
    }

    [Test]
    public async Task Remember_OfAnotherMethodActorOrId_IsNotFound()
    {
        await WriteAsync(unit => _log.Remember(unit, Key("1"), Zeros));

        Assert.That(await FindAsync(Key("1") with { Method = "m" }), Is.Null, "letters have their case");
        Assert.That(await FindAsync(Key("1") with { Actor = "other" }), Is.Null);
        Assert.That(await FindAsync(Key("2")), Is.Null);
    }

    [Test]
    public async Task Find_SameIdWithAnotherRequest_IsRefused()
    {
        await WriteAsync(unit => _log.Remember(unit, Key("1"), Zeros));

        var refusal = Assert.ThrowsAsync<InvalidArgumentException>(() => FindAsync(Key("1") with { Hash = [2] }))!;
        Assert.That(refusal.Reason, Is.EqualTo("REQUEST_ID_REUSED"));
    }

    [Test]
    public async Task Remember_Repeated_IsTheLastAnswer()
    {
        await WriteAsync(unit =>
        {
            _log.Remember(unit, Key("1"), [1]);
            _log.Remember(unit, Key("1") with { Hash = [2] }, [2]);
        });

        Assert.That(await FindAsync(Key("1") with { Hash = [2] }), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public async Task Remember_RolledBack_IsNotFound()
    {
        RollBack(unit =>
        {
            _log.Remember(unit, Key("1"), Zeros);
            Assert.That(_log.Find(unit, Key("1")), Is.EqualTo(Zeros), "a unit sees its own writes");
        });

        Assert.That(await FindAsync(Key("1")), Is.Null);
    }

    [Test]
    public async Task Find_AnswerOfADayAgo_IsForgottenToTheMicrosecond()
    {
        await WriteAsync(unit => _log.Remember(unit, Key("1"), Zeros));
        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMicroseconds(1));
        Assert.That(await FindAsync(Key("1")), Is.EqualTo(Zeros));

        _clock.Advance(TimeSpan.FromMicroseconds(1));

        Assert.That(await FindAsync(Key("1")), Is.Null);
    }

    [Test]
    public async Task Prune_SomeOlderThanADay_ForgetsTheOldestFirstAndNoOthers()
    {
        for (var i = 0; i < 5; i++)
        {
            await WriteAsync(unit => _log.Remember(unit, Key($"{i}"), [1]));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        _clock.Advance(TimeSpan.FromHours(21.5));

        Assert.That(await PruneAsync(limit: 2), Is.EqualTo(2));
        Assert.That(await PruneAsync(limit: 2), Is.EqualTo(1));
        Assert.That(await PruneAsync(limit: 2), Is.Zero);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await FindAsync(Key($"{i}")), i < 3 ? Is.Null : Is.Not.Null);
        }
    }

    [Test]
    public async Task Prune_Empty_ForgetsNothing() => Assert.That(await PruneAsync(limit: 2), Is.Zero);

    [Test]
    public async Task Probe_LeavesNothingBehind()
    {
        await WriteAsync(RequestLog.Probe);
        await WriteAsync(RequestLog.Probe);
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.That(await PruneAsync(limit: 2), Is.Zero);
    }

    protected override void Begin()
    {
        _clock = new FakeTimeProvider(Start);
        _log = new RequestLog(_clock, new EphemeralDataProtectionProvider());
    }

    private static RequestKey Key(string id) => new("M", id, [1]);

    private Task<byte[]?> FindAsync(RequestKey key) => WriteAsync(unit => _log.Find(unit, key));

    private Task<int> PruneAsync(int limit) => WriteAsync(unit => _log.Prune(unit, limit));
}
