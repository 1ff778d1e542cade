using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Security;

public sealed class OpenStreamsTests
{
    private static readonly UnauthenticatedException Revoked = new("TOKEN_REVOKED", "gone");

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-03-04T05:06:07Z", null));
    private TestStore _store = null!;
    private TokenDirectory _tokens = null!;
    private OpenStreams _streams = null!;

    [SetUp]
    public void Open()
    {
        _store = new TestStore();
        _tokens = new TokenDirectory(new TokenStore(_store.Database));
        _streams = new OpenStreams(_tokens, new SessionDirectory(new SessionStore(_store.Database)), _clock);
    }

    [TearDown]
    public ValueTask CloseAsync() => _store.DisposeAsync();

    [Test]
    public async Task End_OfAToken_EndsItsStreamsAndNoOthers()
    {
        using var first = _streams.Enter(By("a"));
        using var second = _streams.Enter(By("a"));
        using var other = _streams.Enter(By("b"));

        _streams.End("a", Revoked);

        await EndAsync(first);
        await EndAsync(second);
        Assert.That((first.Reason, other.Reason), Is.EqualTo(((DomainException?)Revoked, (DomainException?)null)));
        Assert.That(other.Ended.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Enter_TokenRevokedMeanwhile_EndsAtOnce()
    {
        _tokens.Apply(new ApiToken
        {
            Id = "a",
            Name = "a",
            Role = Role.Viewer,
            Lookup = "trk_a",
            Hash = "",
            Creator = "",
            CreateTime = _clock.GetUtcNow(),
            RevokeTime = _clock.GetUtcNow(),
        });

        using var lease = _streams.Enter(By("a"));

        await EndAsync(lease);
        Assert.That(lease.Reason?.Reason, Is.EqualTo("TOKEN_REVOKED"));
    }

    [Test]
    public async Task Expiry_FarAway_EndsTheStreamWhenItComesAndNotBefore()
    {
        using var lease = _streams.Enter(By("") with { ExpireTime = _clock.GetUtcNow().AddDays(100) });

        _clock.Advance(TimeSpan.FromDays(99.9));
        Assert.That(lease.Reason, Is.Null);
        _clock.Advance(TimeSpan.FromDays(0.2));

        await EndAsync(lease);
        Assert.That(lease.Reason?.Reason, Is.EqualTo("CREDENTIALS_EXPIRED"));
    }

    [Test]
    public void Expiry_OfAnAgentsToken_DoesNotEndItsStream()
    {
        using var lease = _streams.Enter(
            By("a") with { ExpireTime = _clock.GetUtcNow().AddDays(1), Agent = new AgentIdentity("join-token", "a") });

        _clock.Advance(TimeSpan.FromDays(2));

        Assert.That(lease.Reason, Is.Null);
    }

    [Test]
    public void Dispose_OfALease_LeavesNothingToEnd()
    {
        var lease = _streams.Enter(By("a"));
        lease.Dispose();

        Assert.That(() => _streams.End("a", Revoked), Throws.Nothing);
        Assert.That(lease.Reason, Is.Null);
    }

    private static Caller By(string tokenId) => new("token:" + tokenId, Role.Viewer) { TokenId = tokenId };

    private static Task EndAsync(StreamLease lease) =>
        Task.Delay(Timeout.Infinite, lease.Ended).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(10));
}
