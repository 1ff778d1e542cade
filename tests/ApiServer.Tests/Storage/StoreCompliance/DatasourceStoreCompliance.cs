using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Grafana.Datasources;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(DatasourceStore))]
internal sealed class DatasourceStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private DatasourceStore _datasources = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await FindAsync("1"), Is.Null);
        Assert.That(await _datasources.FindForAsync(DatasourcePurpose.Database, CancellationToken.None), Is.Null);
        Assert.That(await TakerAsync(Datasource("1")), Is.Null);
    }

    [Test]
    public async Task Put_EveryColumn_IsReadBack()
    {
        var datasource = Datasource("1") with
        {
            Name = Odd,
            Type = "postgres",
            Host = "host:5432",
            User = "somebody else",
            Password = Odd,
            Database = Odd,
            Tables = ["a", Odd],
            GrafanaId = long.MaxValue,
            Purpose = DatasourcePurpose.Database,
        };

        await PutAsync(datasource);

        var found = (await FindAsync("1"))!;
        Assert.That(found.Tables, Is.EqualTo(["a", Odd]));
        Assert.That(
            found with { Tables = datasource.Tables }, Is.EqualTo(datasource with { CreateTime = Stored(At(0)) }),
            "the column named user is the column");
        Assert.That((await _datasources.FindForAsync(DatasourcePurpose.Database, CancellationToken.None))!.Id, Is.EqualTo("1"));
        Assert.That(await _datasources.FindForAsync(DatasourcePurpose.Prometheus, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Put_Repeated_ChangesAllButItsPurposeAndAge()
    {
        await PutAsync(Datasource("1"));
        await PutAsync(Datasource("1") with { User = "new", Password = "new", Purpose = DatasourcePurpose.Database, CreateTime = At(1) });

        var found = (await AllAsync()).Single();
        Assert.That(
            (found.User, found.Password, found.Purpose, found.CreateTime), Is.EqualTo(("new", (string?)"new", "", Stored(At(0)))));
    }

    [Test]
    public async Task LoadAll_Several_OldestFirst()
    {
        await PutAsync(Datasource("b"));
        await PutAsync(Datasource("a"));
        await PutAsync(Datasource("c"));

        Assert.That((await AllAsync()).Select(datasource => datasource.Id), Is.EqualTo(["a", "b", "c"]));
    }

    [Test]
    public async Task FindTaker_NameOrUidOfAnother_IsItsName_OfTheNameFirst()
    {
        await PutAsync(Datasource("1"));
        await PutAsync(Datasource("2"));

        Assert.That(await TakerAsync(Datasource("1")), Is.Null, "its own");
        Assert.That(await TakerAsync(Datasource("3") with { Uid = "uid-2" }), Is.EqualTo("name-2"));
        Assert.That(await TakerAsync(Datasource("3") with { Name = "name-1", Uid = "uid-2" }), Is.EqualTo("name-1"));
        Assert.That(await TakerAsync(Datasource("3") with { Name = "NAME-1" }), Is.Null);
    }

    [Test]
    public async Task Put_NameOrUidOfAnother_IsRefused()
    {
        await PutAsync(Datasource("1"));

        AssertConflict(unit => _datasources.Put(unit, Datasource("2") with { Name = "name-1" }));
        AssertConflict(unit => _datasources.Put(unit, Datasource("2") with { Uid = "uid-1" }));

        Assert.That(await AllAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Delete_Datasource_IsGoneAndNoOther()
    {
        await PutAsync(Datasource("1"));
        await PutAsync(Datasource("2"));

        await WriteAsync(unit => _datasources.Delete(unit, "1"));
        await WriteAsync(unit => _datasources.Delete(unit, "1"));

        Assert.That((await AllAsync()).Select(datasource => datasource.Id), Is.EqualTo(["2"]));
    }

    [Test]
    public async Task Unit_RolledBack_LeavesWhatWasThere()
    {
        await PutAsync(Datasource("1"));

        RollBack(unit =>
        {
            _datasources.Put(unit, Datasource("2"));
            _datasources.Delete(unit, "1");
            Assert.That(_datasources.FindTaker(unit, Datasource("3") with { Name = "name-2" }), Is.EqualTo("name-2"));
        });

        Assert.That((await AllAsync()).Select(datasource => datasource.Id), Is.EqualTo(["1"]));
    }

    [Test]
    public async Task Find_OtherKeys_HasNoPassword()
    {
        await PutAsync(Datasource("1"));

        var other = new DatasourceStore(Database, new EphemeralDataProtectionProvider());

        Assert.That((await other.FindAsync("1", CancellationToken.None))!.Password, Is.Null);
    }

    protected override void Begin() => _datasources = new DatasourceStore(Database, new EphemeralDataProtectionProvider());

    private static ManagedDatasource Datasource(string id) => new()
    {
        Id = id,
        Name = "name-" + id,
        Type = "postgres",
        Host = "host",
        Uid = "uid-" + id,
        CreateTime = At(0),
    };

    private Task<IReadOnlyList<ManagedDatasource>> AllAsync() => _datasources.LoadAllAsync(CancellationToken.None);

    private Task<ManagedDatasource?> FindAsync(string id) => _datasources.FindAsync(id, CancellationToken.None);

    private Task<string?> TakerAsync(ManagedDatasource datasource) => WriteAsync(unit => _datasources.FindTaker(unit, datasource));

    private Task PutAsync(ManagedDatasource datasource) => WriteAsync(unit => _datasources.Put(unit, datasource));
}
