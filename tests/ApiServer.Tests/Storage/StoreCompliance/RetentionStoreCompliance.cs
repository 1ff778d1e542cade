using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(RetentionStore))]
internal sealed class RetentionStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private RetentionStore _retentions = null!;

    [Test]
    public async Task LoadAll_Empty_IsEmpty() => Assert.That(await AllAsync(), Is.Empty);

    [Test]
    public async Task Set_Several_AreReadBack()
    {
        await SetAsync(RetentionStore.Default, TimeSpan.FromDays(30));
        await SetAsync(Odd, TimeSpan.FromDays(36_500));
        await SetAsync("short", TimeSpan.FromMilliseconds(1));

        Assert.That(await AllAsync(), Is.EquivalentTo(new Dictionary<string, TimeSpan>
        {
            [RetentionStore.Default] = TimeSpan.FromDays(30),
            [Odd] = TimeSpan.FromDays(36_500),
            ["short"] = TimeSpan.FromSeconds(1),
        }));
        Assert.That(await FindAsync(Odd), Is.EqualTo(TimeSpan.FromDays(36_500)));
    }

    [Test]
    public async Task Set_Repeated_IsTheLastOne()
    {
        await SetAsync("t", TimeSpan.FromDays(1));
        await SetAsync("t", TimeSpan.FromDays(2));

        Assert.That(await FindAsync("t"), Is.EqualTo(TimeSpan.FromDays(2)));
        Assert.That(await AllAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Set_Null_RemovesItAndNoOther()
    {
        await SetAsync("t", TimeSpan.FromDays(1));
        await SetAsync("T", TimeSpan.FromDays(1));

        await SetAsync("t", null);
        await SetAsync("t", null);

        Assert.That(await FindAsync("t"), Is.Null);
        Assert.That((await AllAsync()).Keys, Is.EqualTo(["T"]));
    }

    [Test]
    public async Task Set_RolledBack_LeavesWhatWasThere()
    {
        await SetAsync("t", TimeSpan.FromDays(1));

        RollBack(unit =>
        {
            _retentions.Set(unit, "t", null);
            Assert.That(_retentions.Find(unit, "t"), Is.Null, "a unit sees its own writes");
        });

        Assert.That(await FindAsync("t"), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    protected override void Begin() => _retentions = new RetentionStore(Database);

    private Task<IReadOnlyDictionary<string, TimeSpan>> AllAsync() => _retentions.LoadAllAsync(CancellationToken.None);

    private Task<TimeSpan?> FindAsync(string name) => WriteAsync(unit => _retentions.Find(unit, name));

    private Task SetAsync(string name, TimeSpan? retention) => WriteAsync(unit => _retentions.Set(unit, name, retention));
}
