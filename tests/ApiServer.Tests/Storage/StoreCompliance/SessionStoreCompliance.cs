using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(SessionStore))]
internal sealed class SessionStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private SessionStore _sessions = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await WriteAsync(unit => SessionStore.Find(unit, "1")), Is.Null);
        Assert.That(await WriteAsync(unit => SessionStore.FindByHash(unit, "1")), Is.Null);
        Assert.That(await WriteAsync(unit => SessionStore.OfToken(unit, "1")), Is.Empty);
        Assert.That(await WriteAsync(unit => SessionStore.Beyond(unit, 0)), Is.Empty);
        Assert.That(await WriteAsync(unit => SessionStore.DeleteExpired(unit, At(0), 10)), Is.Empty);
    }

    [Test]
    public async Task Insert_EveryColumn_IsReadBack()
    {
        await WriteAsync(unit => TokenStore.Insert(unit, Token(), []));
        var session = Session("1") with
        {
            Actor = Odd,
            Role = Role.Admin,
            TokenId = "t",
            Address = "::1",
            UserAgent = Odd,
            LastUseTime = At(2),
        };

        await InsertAsync(session);

        var expected = session with { CreateTime = Stored(At(0)), LastUseTime = Stored(At(2)), ExpireTime = Stored(At(60)) };
        Assert.That(await AllAsync(), Is.EqualTo([expected]));
        Assert.That(await WriteAsync(unit => SessionStore.Find(unit, "1")), Is.EqualTo(expected));
        Assert.That(await WriteAsync(unit => SessionStore.FindByHash(unit, "hash-1")), Is.EqualTo(expected));
        Assert.That(await WriteAsync(unit => SessionStore.OfToken(unit, "t")), Is.EqualTo([expected]));
    }

    [Test]
    public async Task Insert_NeverUsedAndWithoutToken_IsUsedWhenItBegan()
    {
        await InsertAsync(Session("1"));

        var stored = (await AllAsync()).Single();
        Assert.That((stored.TokenId, stored.LastUseTime), Is.EqualTo(("", (DateTimeOffset?)Stored(At(0)))));
        Assert.That(await WriteAsync(unit => SessionStore.OfToken(unit, "")), Is.Empty, "no token is no token's");
    }

    [Test]
    public async Task Insert_SameIdHashOrUnknownToken_IsRefused()
    {
        await InsertAsync(Session("1"));

        AssertConflict(unit => SessionStore.Insert(unit, Session("1") with { Lookup = "other" }));
        AssertConflict(unit => SessionStore.Insert(unit, Session("2") with { Lookup = "hash-1" }));
        AssertConflict(unit => SessionStore.Insert(unit, Session("3") with { TokenId = "nobody" }));

        Assert.That(await AllAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Beyond_Several_AreThoseUsedLongestAgo()
    {
        for (var index = 0; index < 5; index++)
        {
            var number = index;
            await InsertAsync(Session($"{number}") with { Actor = number == 4 ? "other" : "me", LastUseTime = At(number * 0.000001) });
        }

        Assert.That(await IdsAsync(unit => SessionStore.Beyond(unit, 2)), Is.EqualTo(["2", "1", "0"]));
        Assert.That(await IdsAsync(unit => SessionStore.Beyond(unit, "me", 2)), Is.EqualTo(["1", "0"]));
        Assert.That(await IdsAsync(unit => SessionStore.Beyond(unit, "ME", 0)), Is.Empty);
        Assert.That(await IdsAsync(unit => SessionStore.Beyond(unit, 5)), Is.Empty);
    }

    [Test]
    public async Task Beyond_UsedAtOnce_IsByIdThen()
    {
        await InsertAsync(Session("1"));
        await InsertAsync(Session("2"));

        Assert.That(await IdsAsync(unit => SessionStore.Beyond(unit, 1)), Is.EqualTo(["1"]));
    }

    [Test]
    public async Task Used_Session_HasTheTimeAndNoOther()
    {
        await InsertAsync(Session("1"));
        await InsertAsync(Session("2"));

        await WriteAsync(unit => SessionStore.Used(unit, "1", At(5)));

        Assert.That(
            (await AllAsync()).Select(session => (session.Id, session.LastUseTime)),
            Is.EquivalentTo([("1", (DateTimeOffset?)Stored(At(5))), ("2", Stored(At(0)))]));
    }

    [Test]
    public async Task DeleteExpired_Some_AreReturnedAndGone()
    {
        for (var index = 0; index < 4; index++)
        {
            var number = index;
            await InsertAsync(Session($"{number}") with { ExpireTime = At(number) });
        }

        Assert.That(await IdsAsync(unit => SessionStore.DeleteExpired(unit, At(2), 2)), Is.EquivalentTo(["0", "1"]), "the oldest first");
        Assert.That(await IdsAsync(unit => SessionStore.DeleteExpired(unit, At(2), 2)), Is.EqualTo(["2"]), "to the microsecond");
        Assert.That(await IdsAsync(unit => SessionStore.DeleteExpired(unit, At(2), 2)), Is.Empty);
        Assert.That((await AllAsync()).Select(session => session.Id), Is.EqualTo(["3"]));
    }

    [Test]
    public async Task Delete_Session_IsGoneAndNoOther()
    {
        await InsertAsync(Session("1"));
        await InsertAsync(Session("2"));

        await WriteAsync(unit => SessionStore.Delete(unit, "1"));
        await WriteAsync(unit => SessionStore.Delete(unit, "1"));

        Assert.That((await AllAsync()).Select(session => session.Id), Is.EqualTo(["2"]));
    }

    [Test]
    public async Task Unit_RolledBack_LeavesWhatWasThere()
    {
        await InsertAsync(Session("1"));

        RollBack(unit =>
        {
            SessionStore.Insert(unit, Session("2"));
            SessionStore.Delete(unit, "1");
            SessionStore.DeleteExpired(unit, At(1000), 10);
        });

        Assert.That((await AllAsync()).Select(session => session.Id), Is.EqualTo(["1"]));
    }

    protected override void Begin() => _sessions = new SessionStore(Database);

    private static UserSession Session(string id) => new()
    {
        Id = id,
        Lookup = "hash-" + id,
        Actor = "me",
        Role = Role.Viewer,
        Address = "127.0.0.1",
        UserAgent = "browser",
        CreateTime = At(0),
        ExpireTime = At(60),
    };

    private static ApiToken Token() => new()
    {
        Id = "t",
        Name = "t",
        Role = Role.Viewer,
        Lookup = "t",
        Hash = "t",
        Creator = "local",
        CreateTime = At(0),
    };

    private Task<IReadOnlyList<UserSession>> AllAsync() => _sessions.LoadAllAsync(CancellationToken.None);

    private Task InsertAsync(UserSession session) => WriteAsync(unit => SessionStore.Insert(unit, session));

    private async Task<IEnumerable<string>> IdsAsync(Func<ApiServer.Storage.WriteUnit, IReadOnlyList<UserSession>> find) =>
        (await WriteAsync(find)).Select(session => session.Id);
}
