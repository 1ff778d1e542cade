using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Limits;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Security;

/// <summary>Tokens of which only the slow hash is known.</summary>
public sealed class SlowChecksTests
{
    private const int PerMinute = 3;

    private static readonly IPAddress Here = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress There = IPAddress.Parse("10.0.0.2");

    private readonly EphemeralDataProtectionProvider _keys = new();
    private TestStore _store = null!;
    private TokenProofs _proofs = null!;
    private LoginLimits _logins = null!;
    private SlowChecks _slow = null!;

    [SetUp]
    public void Open()
    {
        _store = new TestStore();
        _proofs = new TokenProofs(new TokenStore(_store.Database), _keys);
        _logins = new LoginLimits(Options.Create(new LimitOptions { FailedLoginsPerMinute = PerMinute }));
        _slow = new SlowChecks(_proofs, _logins);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _logins.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Check_WrongSecrets_AreLimitedByTokenAndAddressOnly()
    {
        var (attacked, right) = Token();
        var (other, otherRight) = Token();
        for (var i = 0; i < PerMinute; i++)
        {
            Assert.That(await _slow.CheckAsync(attacked, Wrong(right), Here), Is.False);
        }

        Assert.That(() => _slow.CheckAsync(attacked, Wrong(right), Here), Throws.InstanceOf<ResourceExhaustedException>());
        Assert.That(await _slow.CheckAsync(other, otherRight, Here), Is.True, "another token, from the same address");
        Assert.That(await _slow.CheckAsync(attacked, right, There), Is.True, "the same token, from another address");
        Assert.That(
            (_proofs.Knows(attacked.Id, right), _proofs.Knows(attacked.Id, Wrong(right))),
            Is.EqualTo(((bool?)true, (bool?)false)),
            "known from now on");
    }

    [Test]
    public async Task Check_ManyAtOnceWithTheRightSecret_AreAllRight()
    {
        var (token, right) = Token();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => _slow.CheckAsync(token, right, Here)));

        Assert.That(answers, Has.All.True);
    }

    [Test]
    public async Task Check_FloodOfWrongSecrets_IsInNoOtherTokensWay()
    {
        var (attacked, right) = Token();
        var (other, otherRight) = Token();
        var flood = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => _slow.CheckAsync(attacked, Wrong(right), Here))).ToList();

        Assert.That(await _slow.CheckAsync(other, otherRight, Here), Is.True);

        var ends = await Task.WhenAll(flood.Select(async one => await one.ContinueWith(end => end.Status, TaskScheduler.Default)));
        Assert.That(ends.Count(end => end == TaskStatus.RanToCompletion), Is.EqualTo(PerMinute), "so many were hashed");
    }

    [Test]
    public async Task Proofs_WithOtherKeys_AreNotKnownAndNoFailure()
    {
        var (token, right) = Token();
        await _store.Writer.WriteAsync(unit => TokenStore.Insert(unit, token, _proofs.Stored(right)), CancellationToken.None);

        var same = new TokenProofs(new TokenStore(_store.Database), _keys);
        var others = new TokenProofs(new TokenStore(_store.Database), new EphemeralDataProtectionProvider());
        await same.LoadAsync(CancellationToken.None);
        await others.LoadAsync(CancellationToken.None);

        Assert.That((same.Knows(token.Id, right), same.Knows(token.Id, Wrong(right))), Is.EqualTo(((bool?)true, (bool?)false)));
        Assert.That(others.Knows(token.Id, right), Is.Null);
    }

    [Test]
    public async Task Check_KeysThatCannotBeUsed_RightSecretIsRightAtOnce_AndNewTokensAreRefusedAsUnavailable()
    {
        var (token, right) = Token();
        var proofs = new TokenProofs(new TokenStore(_store.Database), new GarbledKeys());

        Assert.That(await new SlowChecks(proofs, _logins).CheckAsync(token, right, Here), Is.True);

        Assert.That(proofs.Knows(token.Id, right), Is.True, "known until a restart");
        Assert.That(proofs.TakeUnstored(), Is.Empty);
        Assert.That(Assert.Throws<UnavailableException>(() => proofs.Stored(right))!.Reason, Is.EqualTo("KEYS_UNUSABLE"));
    }

    private static (ApiToken Token, TokenSecret Secret) Token()
    {
        var secret = TokenSecret.Create();
        return (new ApiToken
        {
            Id = Guid.NewGuid().ToString(),
            Name = secret.Lookup,
            Role = Role.Viewer,
            Lookup = secret.Lookup,
            Hash = secret.SlowHash(),
            Creator = "",
            CreateTime = DateTimeOffset.UnixEpoch,
        }, secret);
    }

    private static TokenSecret Wrong(TokenSecret right)
    {
        var other = TokenSecret.Create().Text;
        return TokenSecret.Parse(right.Lookup + other[other.LastIndexOf('_')..])!;
    }

    private sealed class GarbledKeys : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw new System.Xml.XmlException();

        public byte[] Unprotect(byte[] protectedData) => throw new System.Xml.XmlException();
    }
}
