using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Security.Keys;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(KeyCheckStore))]
internal sealed class KeyCheckStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private KeyCheckStore _checks = null!;

    [Test]
    public async Task Load_Empty_IsEmpty() => Assert.That(await LoadAsync(), Is.Empty);

    [Test]
    public async Task Make_ReadByTheSameKeys_IsReadable()
    {
        var check = await _checks.MakeAsync(CancellationToken.None);

        Assert.That(await _checks.IsReadableAsync(check, CancellationToken.None), Is.True);
        Assert.That(await Other().IsReadableAsync(check, CancellationToken.None), Is.False);
        Assert.That(await _checks.IsReadableAsync(Odd, CancellationToken.None), Is.False);
    }

    [Test]
    public async Task Put_Several_AreReadBackInOrder()
    {
        string[] checks = [await _checks.MakeAsync(CancellationToken.None), await Other().MakeAsync(CancellationToken.None)];

        await WriteAsync(unit => _checks.Put(unit, checks));

        Assert.That(await LoadAsync(), Is.EqualTo(checks));
    }

    [Test]
    public async Task Put_Repeated_IsTheLastOne()
    {
        await WriteAsync(unit => _checks.Put(unit, ["a", "b"]));
        await WriteAsync(unit => _checks.Put(unit, ["c"]));

        Assert.That(await LoadAsync(), Is.EqualTo(["c"]));
    }

    [Test]
    public async Task Put_RolledBack_LeavesWhatWasThere()
    {
        await WriteAsync(unit => _checks.Put(unit, ["a"]));

        RollBack(unit => _checks.Put(unit, []));

        Assert.That(await LoadAsync(), Is.EqualTo(["a"]));
    }

    protected override void Begin() => _checks = Other();

    private KeyCheckStore Other() => new(Database, new EphemeralDataProtectionProvider());

    private Task<IReadOnlyList<string>> LoadAsync() => _checks.LoadAsync(CancellationToken.None);
}
