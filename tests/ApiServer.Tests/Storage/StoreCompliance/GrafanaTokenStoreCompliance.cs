using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Grafana.Tokens;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(TokenStore))]
internal sealed class GrafanaTokenStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private TokenStore _tokens = null!;

    [Test]
    public async Task ReadIdentity_Twice_IsTheSame()
    {
        var identity = await _tokens.ReadIdentityAsync(CancellationToken.None);

        Assert.That(identity, Does.Match("^[0-9a-f]{8}$"));
        Assert.That(await _tokens.ReadIdentityAsync(CancellationToken.None), Is.EqualTo(identity));
    }

    [Test]
    public async Task LoadAll_Empty_IsEmpty() => Assert.That(await AllAsync(), Is.Empty);

    [Test]
    public async Task Replace_First_IsReadBack()
    {
        var token = new ManagedToken("1", Odd, Odd, long.MaxValue, 0, At(0));

        await WriteAsync(unit => _tokens.Replace(unit, token));

        Assert.That(await AllAsync(), Is.EqualTo([token with { CreateTime = Stored(At(0)) }]));
    }

    [Test]
    public async Task Replace_Another_IsTheOnlyOne()
    {
        await WriteAsync(unit => _tokens.Replace(unit, Token("1")));

        await WriteAsync(unit => _tokens.Replace(unit, Token("2")));

        Assert.That((await AllAsync()).Select(token => token.Id), Is.EqualTo(["2"]));
    }

    [Test]
    public async Task Replace_SameIdOrName_IsRefusedAndTheOldOneStays()
    {
        await WriteAsync(unit => _tokens.Replace(unit, Token("1")));

        AssertConflict(unit => _tokens.Replace(unit, Token("1")));
        AssertConflict(unit => _tokens.Replace(unit, Token("2") with { Name = "name-1" }));

        Assert.That((await AllAsync()).Select(token => token.Id), Is.EqualTo(["1"]));
    }

    [Test]
    public async Task Replace_RolledBack_LeavesTheOldOne()
    {
        await WriteAsync(unit => _tokens.Replace(unit, Token("1")));

        RollBack(unit => _tokens.Replace(unit, Token("2")));

        Assert.That((await AllAsync()).Select(token => token.Id), Is.EqualTo(["1"]));
    }

    [Test]
    public async Task LoadAll_OtherKeys_LeavesOutWhatCannotBeRead()
    {
        await WriteAsync(unit => _tokens.Replace(unit, Token("1")));

        var other = new TokenStore(Database, new EphemeralDataProtectionProvider());

        Assert.That(await other.LoadAllAsync(CancellationToken.None), Is.Empty);
    }

    protected override void Begin() => _tokens = new TokenStore(Database, new EphemeralDataProtectionProvider());

    private static ManagedToken Token(string id) => new(id, "name-" + id, "secret", 1, 2, At(0));

    private Task<IReadOnlyList<ManagedToken>> AllAsync() => _tokens.LoadAllAsync(CancellationToken.None);
}
