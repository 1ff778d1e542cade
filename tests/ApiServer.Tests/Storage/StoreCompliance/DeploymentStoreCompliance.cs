using Tricorder.ApiServer.Deployments.Desired;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(DeploymentStore))]
internal sealed class DeploymentStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private DeploymentStore _deployments = null!;

    [Test]
    public async Task LoadAll_Empty_IsEmpty() => Assert.That(await AllAsync(), Is.Empty);

    [Test]
    public async Task Put_EveryColumn_IsReadBack()
    {
        var desired = New("m") with
        {
            ModuleName = Odd,
            Target = DeploymentTarget.Undeployed,
            Revision = int.MaxValue,
            Generation = long.MaxValue,
            AgentsRevision = 0,
            AgentsGeneration = long.MaxValue - 1,
            Deleted = true,
            DropData = true,
        };

        await WriteAsync(unit => _deployments.Put(unit, desired));

        var expected = desired with { StartTime = Stored(desired.StartTime), UpdateTime = Stored(desired.UpdateTime) };
        Assert.That(await AllAsync(), Is.EqualTo([expected]));
        Assert.That(await FindAsync("m"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Put_Repeated_IsTheLastOne()
    {
        await WriteAsync(unit =>
        {
            _deployments.Put(unit, New("m"));
            _deployments.Put(unit, New("m") with { Revision = 8, Generation = 9, AgentsGeneration = 9, UpdateTime = At(1) });
        });

        Assert.That((await AllAsync()).Select(desired => (desired.Revision, desired.Generation)), Is.EqualTo([(8, 9L)]));
        Assert.That((await FindAsync("m"))!.UpdateTime, Is.EqualTo(Stored(At(1))));
    }

    [Test]
    public async Task Put_Many_AreAllThere()
    {
        await WriteAsync(unit =>
        {
            for (var index = 1; index <= 100; index++)
            {
                _deployments.Put(unit, New($"m{index:000}") with { Generation = index });
            }
        });

        Assert.That((await AllAsync()).Select(desired => desired.Generation), Is.EquivalentTo(Enumerable.Range(1, 100)));
    }

    [Test]
    public async Task Put_AnothersGeneration_IsRefused()
    {
        await WriteAsync(unit => _deployments.Put(unit, New("m")));

        AssertConflict(unit => _deployments.Put(unit, New("other")));

        Assert.That((await AllAsync()).Select(desired => desired.ModuleId), Is.EqualTo(["m"]));
    }

    [Test]
    public async Task Put_RolledBack_LeavesWhatWasThere()
    {
        await WriteAsync(unit => _deployments.Put(unit, New("m")));

        RollBack(unit =>
        {
            _deployments.Put(unit, New("m") with { Revision = 2, Generation = 2 });
            _deployments.Put(unit, New("n") with { Generation = 3 });
            Assert.That(_deployments.Find(unit, "n"), Is.Not.Null, "a unit sees its own writes");
        });

        Assert.That((await AllAsync()).Select(desired => (desired.ModuleId, desired.Revision)), Is.EqualTo([("m", 1)]));
    }

    [Test]
    public async Task Find_Unknown_IsNull() => Assert.That(await FindAsync("nobody"), Is.Null);

    [Test]
    public async Task Delete_Tombstone_IsGone_AndNothingElseIs()
    {
        await WriteAsync(unit =>
        {
            _deployments.Put(unit, New("gone") with { Deleted = true });
            _deployments.Put(unit, New("kept") with { Generation = 2 });
            _deployments.Delete(unit, "gone");
            _deployments.Delete(unit, "gone");
            _deployments.Delete(unit, "kept");
        });

        Assert.That((await AllAsync()).Select(desired => desired.ModuleId), Is.EqualTo(["kept"]), "only a tombstone is removed");
    }

    protected override void Begin() => _deployments = new DeploymentStore(Database);

    private static DesiredModule New(string id) => new()
    {
        ModuleId = id,
        ModuleName = id,
        Target = DeploymentTarget.Deployed,
        Revision = 1,
        Generation = 1,
        AgentsRevision = 1,
        AgentsGeneration = 1,
        StartTime = At(0),
        UpdateTime = At(0),
    };

    private Task<IReadOnlyList<DesiredModule>> AllAsync() => _deployments.LoadAllAsync(CancellationToken.None);

    private Task<DesiredModule?> FindAsync(string id) => WriteAsync(unit => _deployments.Find(unit, id));
}
