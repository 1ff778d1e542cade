using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(TokenStore))]
internal sealed class ApiTokenStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private TokenStore _tokens = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await _tokens.LoadProofsAsync(CancellationToken.None), Is.Empty);
        Assert.That(await _tokens.LoadJoinedAsync(CancellationToken.None), Is.Empty);
        Assert.That(await FindAsync("id"), Is.Null);
    }

    [Test]
    public async Task Insert_EveryColumn_IsReadBack()
    {
        var token = Token("id") with { Name = Odd, Role = Role.Agent, MaxNodes = int.MaxValue, Creator = Odd, ExpireTime = At(60) };

        await InsertAsync(token);

        var expected = token with { CreateTime = Stored(token.CreateTime), ExpireTime = Stored(At(60)) };
        Assert.That(await AllAsync(), Is.EqualTo([expected]));
        Assert.That(await FindAsync("id"), Is.EqualTo(expected));
        Assert.That((await _tokens.LoadProofsAsync(CancellationToken.None)).Single().Proof, Is.EqualTo(new byte[] { 0, 1, 255 }));
    }

    [Test]
    public async Task Insert_SameIdOrLookup_IsRefused()
    {
        await InsertAsync(Token("id"));

        AssertConflict(unit => TokenStore.Insert(unit, Token("id") with { Name = "other", Lookup = "other" }, []));
        AssertConflict(unit => TokenStore.Insert(unit, Token("other") with { Name = "other", Lookup = "lookup-id" }, []));

        Assert.That(await AllAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Insert_NameOfALiveToken_IsRefused_OfARevokedOneNot()
    {
        await InsertAsync(Token("1") with { Name = "ci" });
        AssertConflict(unit => TokenStore.Insert(unit, Token("2") with { Name = "ci" }, []));
        Assert.That(await NameTakenAsync("ci"), Is.True);

        await WriteAsync(unit => TokenStore.Revoke(unit, "1", At(1)));

        Assert.That(await NameTakenAsync("ci"), Is.False);
        await InsertAsync(Token("2") with { Name = "ci" });
        Assert.That((await NameTakenAsync("ci"), await NameTakenAsync("CI")), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Revoke_Twice_KeepsTheFirstTime()
    {
        await InsertAsync(Token("1"));
        await InsertAsync(Token("2"));

        await WriteAsync(unit => TokenStore.Revoke(unit, "1", At(1)));
        await WriteAsync(unit => TokenStore.Revoke(unit, "1", At(2)));

        Assert.That(
            (await AllAsync()).Select(token => (token.Id, token.RevokeTime)),
            Is.EquivalentTo([("1", (DateTimeOffset?)Stored(At(1))), ("2", null)]));
    }

    [Test]
    public async Task Used_Token_HasTheTimeAndNoOther()
    {
        await InsertAsync(Token("1"));
        await InsertAsync(Token("2"));

        await WriteAsync(unit =>
        {
            TokenStore.Used(unit, "1", At(1));
            TokenStore.Used(unit, "1", At(2));
            TokenStore.Used(unit, "nobody", At(3));
        });

        Assert.That((await FindAsync("1"))!.LastUseTime, Is.EqualTo(Stored(At(2))));
        Assert.That((await FindAsync("2"))!.LastUseTime, Is.Null);
    }

    [Test]
    public async Task SetProof_Token_IsReadBackToTheByte()
    {
        await InsertAsync(Token("1"));

        await WriteAsync(unit => TokenStore.SetProof(unit, "1", [7, 0, 7]));

        var (id, proof) = (await _tokens.LoadProofsAsync(CancellationToken.None)).Single();
        Assert.That((id, Convert.ToHexString(proof)), Is.EqualTo(("1", "070007")));
    }

    [Test]
    public async Task Join_Nodes_AreCountedByToken()
    {
        await InsertAsync(Token("1"));
        await InsertAsync(Token("2"));
        await InsertAsync(Token("3"));

        await WriteAsync(unit =>
        {
            TokenStore.Join(unit, "1", Odd, At(0));
            TokenStore.Join(unit, "1", "node", At(1));
            TokenStore.Join(unit, "2", "node", At(1));
        });

        Assert.That(
            await _tokens.LoadJoinedAsync(CancellationToken.None), Is.EquivalentTo(new Dictionary<string, int> { ["1"] = 2, ["2"] = 1 }));
        Assert.That(
            await WriteAsync(unit => (TokenStore.CountJoined(unit, "1"), TokenStore.CountJoined(unit, "3"))), Is.EqualTo((2, 0)));
        Assert.That(await WriteAsync(unit => TokenStore.HasJoined(unit, "1", Odd)), Is.True);
        Assert.That(await WriteAsync(unit => TokenStore.HasJoined(unit, "2", Odd)), Is.False);
        Assert.That(await WriteAsync(unit => TokenStore.HasJoined(unit, "1", "Node")), Is.False);
    }

    [Test]
    public async Task Join_TwiceOrWithoutToken_IsRefused()
    {
        await InsertAsync(Token("1"));
        await WriteAsync(unit => TokenStore.Join(unit, "1", "node", At(0)));

        AssertConflict(unit => TokenStore.Join(unit, "1", "node", At(0)));
        AssertConflict(unit => TokenStore.Join(unit, "nobody", "node", At(0)));
    }

    [Test]
    public async Task Unit_RolledBack_LeavesWhatWasThere()
    {
        await InsertAsync(Token("1"));

        RollBack(unit =>
        {
            TokenStore.Insert(unit, Token("2"), [1]);
            TokenStore.Revoke(unit, "1", At(1));
            TokenStore.Join(unit, "1", "node", At(1));
            Assert.That(TokenStore.Find(unit, "2"), Is.Not.Null, "a unit sees its own writes");
        });

        Assert.That((await AllAsync()).Select(token => (token.Id, token.RevokeTime)), Is.EqualTo([("1", (DateTimeOffset?)null)]));
        Assert.That(await _tokens.LoadJoinedAsync(CancellationToken.None), Is.Empty);
    }

    protected override void Begin() => _tokens = new TokenStore(Database);

    private static ApiToken Token(string id) => new()
    {
        Id = id,
        Name = "name-" + id,
        Role = Role.Viewer,
        Lookup = "lookup-" + id,
        Hash = "hash",
        Creator = "local",
        CreateTime = At(0),
    };

    private Task<IReadOnlyList<ApiToken>> AllAsync() => _tokens.LoadAllAsync(CancellationToken.None);

    private Task<ApiToken?> FindAsync(string id) => WriteAsync(unit => TokenStore.Find(unit, id));

    private Task<bool> NameTakenAsync(string name) => WriteAsync(unit => TokenStore.NameTaken(unit, name));

    private Task InsertAsync(ApiToken token) => WriteAsync(unit => TokenStore.Insert(unit, token, [0, 1, 255]));
}
