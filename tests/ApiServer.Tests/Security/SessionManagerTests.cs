using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Security;

public sealed class SessionManagerTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-03-04T05:06:07Z", null));
    private TestStore _store = null!;
    private EventStore _events = null!;
    private SessionDirectory _sessions = null!;
    private OpenStreams _streams = null!;
    private SessionManager _manager = null!;

    [SetUp]
    public void Open()
    {
        _store = new TestStore();
        var rows = new SessionStore(_store.Database);
        _sessions = new SessionDirectory(rows);
        _streams = new OpenStreams(new TokenDirectory(new TokenStore(_store.Database)), _sessions, _clock);
        _events = new EventStore(_store.Database, new ChangeFeed(_store.Live), _clock);
        _manager = new SessionManager(_sessions, _streams, _events, _store.Writer, _clock);
    }

    [TearDown]
    public ValueTask CloseAsync() => _store.DisposeAsync();

    [Test]
    public async Task Begin_TooManyOfOneActor_EndsTheOneUsedLongestAgoAndNoneOfOthers()
    {
        await BeginAsync("other");
        for (var i = 0; i < SessionManager.MaxOfActor; i++)
        {
            await BeginAsync($"key-{i}");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var stream = _streams.Enter(Find("key-0")!.ToCaller());
        await BeginAsync("one-more");

        Assert.That(Find("key-0"), Is.Null);
        Assert.That((stream.Reason?.Reason, Find("other")?.Actor), Is.EqualTo(("SESSION_ENDED", "user:other")));
        Assert.That(_sessions.All(), Has.Count.EqualTo(SessionManager.MaxOfActor + 1));
        Assert.That(_store.ReadElsewhere<int>("SELECT count(*) FROM user_session"), Is.EqualTo([SessionManager.MaxOfActor + 1]));
        Assert.That(
            _store.ReadElsewhere<string>("SELECT actor || ' ' || change FROM event WHERE kind = 'SESSION_ENDED'"),
            Is.EqualTo(["""server {"reason":{"to":"TOO_MANY"}}"""]));
    }

    [Test]
    public async Task Directory_OpenedAnew_HasThoseThatHaveNotEnded()
    {
        var kept = await BeginAsync("kept");
        await BeginAsync("ended");
        await _manager.SignOutAsync("ended", Origin.Server, CancellationToken.None);

        var again = new SessionDirectory(new SessionStore(_store.Database));
        await again.LoadAsync(CancellationToken.None);

        Assert.That(again.All(), Is.EqualTo([kept]));
        Assert.That(again.FindByKey("kept", _clock.GetUtcNow()), Is.EqualTo(kept));
    }

    [Test]
    public async Task Session_Expired_IsNobodysAndItsRowGoes()
    {
        await BeginAsync("old");
        _clock.Advance(SessionManager.Max - TimeSpan.FromMinutes(1));
        var young = await BeginAsync("young");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((Find("old"), Find("young")), Is.EqualTo(((UserSession?)null, (UserSession?)young)));
        await new ExpiredSessions(_sessions, _store.Writer, _clock).ReconcileAsync(CancellationToken.None);
        Assert.That(_store.ReadElsewhere<string>("SELECT id FROM user_session"), Is.EqualTo([young.Id]));
        Assert.That(_sessions.All(), Is.EqualTo([young]));
    }

    [Test]
    public async Task Used_AfterItEnded_DoesNotBringItBack()
    {
        var session = await BeginAsync("key");
        await _manager.SignOutAsync("key", Origin.Server, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(5));

        _sessions.Used(session, _clock.GetUtcNow());

        Assert.That(
            (_sessions.Find(session.Id), Find("key"), _sessions.TakeUsed().Count), Is.EqualTo(((UserSession?)null, (UserSession?)null, 0)));
    }

    [Test]
    public async Task Begin_StoreTakesNoChange_IsNoSession()
    {
        await _store.Writer.DisposeAsync();

        Assert.That(() => BeginAsync("key"), Throws.InstanceOf<DomainException>());
        Assert.That(_sessions.All(), Is.Empty);
    }

    [Test]
    public async Task SignOut_StoreTakesNoChange_IsNotAcknowledged()
    {
        var session = await BeginAsync("key");
        await _store.Writer.DisposeAsync();

        Assert.That(() => _manager.SignOutAsync("key", Origin.Server, CancellationToken.None), Throws.InstanceOf<UnavailableException>());
        Assert.That(Find("key"), Is.EqualTo(session));
    }

    [Test]
    public async Task Stream_EnteredAfterTheSessionEnded_EndsAtOnce()
    {
        var caller = (await BeginAsync("key")).ToCaller();
        await _manager.SignOutAsync("key", Origin.Server, CancellationToken.None);

        using var stream = _streams.Enter(caller);

        Assert.That(stream.Reason?.Reason, Is.EqualTo("SESSION_ENDED"));
    }

    private UserSession? Find(string key) => _sessions.FindByKey(key, _clock.GetUtcNow());

    private Task<UserSession> BeginAsync(string key)
    {
        var actor = key == "other" ? "user:other" : "user:alice";
        return _manager.BeginAsync(
            new Caller(actor, Role.Viewer), key, "", new Origin(actor) { ClientAddress = "10.0.0.1" }, CancellationToken.None);
    }
}
