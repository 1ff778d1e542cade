using Tricorder.ApiServer.Grafana.Publishing;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(DashboardStore))]
internal sealed class DashboardStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private DashboardStore _dashboards = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await FindAsync("1"), Is.Null);
        Assert.That(await _dashboards.FindByUidAsync("1", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Put_EveryColumn_IsReadBack()
    {
        var dashboard = Dashboard("1") with
        {
            ModuleId = Odd,
            Name = Odd,
            GrafanaId = long.MaxValue,
            Version = 3,
            Path = Odd,
            State = DashboardState.Edited,
            ContentHash = "h",
            Written = "h i",
            Generation = long.MaxValue,
            Fields = """["漢字"]""",
            Annotated = 5,
        };

        await PutAsync(dashboard);

        var expected = dashboard with { CreateTime = Stored(At(0)) };
        Assert.That(await AllAsync(), Is.EqualTo([expected]));
        Assert.That(await FindAsync("1"), Is.EqualTo(expected));
        Assert.That(await _dashboards.FindByUidAsync("uid-1", CancellationToken.None), Is.EqualTo(expected));
    }

    [Test]
    public async Task Put_Repeated_ChangesAllButWhatIsAnnotated()
    {
        await PutAsync(Dashboard("1"));
        await WriteAsync(unit => _dashboards.SetAnnotated(unit, "1", 7));

        await PutAsync(Dashboard("1") with { Version = 2, State = DashboardState.Edited, Annotated = 1 });

        var found = (await AllAsync()).Single();
        Assert.That((found.Version, found.State, found.Annotated), Is.EqualTo((2L, DashboardState.Edited, 7L)));
    }

    [Test]
    public async Task LoadAll_Several_OldestFirst()
    {
        await PutAsync(Dashboard("b"));
        await PutAsync(Dashboard("a"));
        await PutAsync(Dashboard("c"));

        Assert.That((await AllAsync()).Select(dashboard => dashboard.Id), Is.EqualTo(["a", "b", "c"]));
    }

    [Test]
    public async Task Put_IdOfAnother_IsRefused()
    {
        await PutAsync(Dashboard("1"));

        AssertConflict(unit => _dashboards.Put(unit, Dashboard("1") with { Uid = "other" }));

        Assert.That((await AllAsync()).Select(dashboard => dashboard.Uid), Is.EqualTo(["uid-1"]));
    }

    [Test]
    public async Task RebuildAll_Several_AreAllDueButThoseThatSomebodyDeleted()
    {
        await PutAsync(Dashboard("1") with { Generation = 4, State = DashboardState.Ours });
        await PutAsync(Dashboard("2") with { Generation = 4, State = DashboardState.Edited });
        await PutAsync(Dashboard("3") with { Generation = 4, State = DashboardState.Deleted });

        await WriteAsync(_dashboards.RebuildAll);

        Assert.That((await AllAsync()).Select(dashboard => dashboard.Generation), Is.EqualTo([-1L, -1L, 4L]));
    }

    [Test]
    public async Task Delete_Dashboard_IsGoneAndNoOther()
    {
        await PutAsync(Dashboard("1") with { ModuleId = "m" });
        await PutAsync(Dashboard("2"));

        await WriteAsync(unit => _dashboards.Delete(unit, Dashboard("1") with { ModuleId = "m" }));
        await WriteAsync(unit => _dashboards.Delete(unit, Dashboard("1") with { ModuleId = "m" }));

        Assert.That((await AllAsync()).Select(dashboard => dashboard.Id), Is.EqualTo(["2"]));
    }

    [Test]
    public async Task Unit_RolledBack_LeavesWhatWasThere()
    {
        await PutAsync(Dashboard("1") with { Generation = 4 });

        RollBack(unit =>
        {
            _dashboards.Put(unit, Dashboard("2"));
            _dashboards.RebuildAll(unit);
            _dashboards.SetAnnotated(unit, "1", 9);
            _dashboards.Delete(unit, Dashboard("1"));
        });

        var left = (await AllAsync()).Single();
        Assert.That((left.Id, left.Generation, left.Annotated), Is.EqualTo(("1", 4L, 0L)));
    }

    protected override void Begin() => _dashboards = new DashboardStore(Database);

    private static PublishedDashboard Dashboard(string id) => new() { Id = id, Name = "name", Uid = "uid-" + id, CreateTime = At(0) };

    private Task<IReadOnlyList<PublishedDashboard>> AllAsync() => _dashboards.LoadAllAsync(CancellationToken.None);

    private Task<PublishedDashboard?> FindAsync(string id) => _dashboards.FindAsync(id, CancellationToken.None);

    private Task PutAsync(PublishedDashboard dashboard) => WriteAsync(unit => _dashboards.Put(unit, dashboard));
}
