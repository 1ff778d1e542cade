using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(SchemaStore))]
internal sealed class SchemaStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private FakeTimeProvider _clock = null!;
    private SchemaStore _schema = null!;

    [Test]
    public async Task LoadAll_Empty_IsEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await FindAsync("t"), Is.Null);
        Assert.That(await HasTablesAsync("m"), Is.False);
    }

    [Test]
    public async Task Put_Table_IsReadBack()
    {
        await PutAsync(Table(Odd, Odd, 7, ("time", "timestamp with time zone"), ("漢字", "double precision")));

        var found = await FindAsync(Odd);
        Assert.That((found!.Name, found.ModuleId, found.Version), Is.EqualTo((Odd, Odd, 7)));
        Assert.That(
            found.Columns.Select(column => (column.Name, column.Type)),
            Is.EqualTo([("time", "timestamp with time zone"), ("漢字", "double precision")]));
        Assert.That(await HasTablesAsync(Odd), Is.True);
    }

    [Test]
    public async Task Put_WithoutColumns_HasNone()
    {
        await PutAsync(Table("t", "m", 1));

        Assert.That((await FindAsync("t"))!.Columns, Is.Empty);
    }

    [Test]
    public async Task Put_Repeated_HasNewColumnsAndItsPlace()
    {
        await PutAsync(Table("first", "m", 1, ("a", "text")));
        _clock.Advance(TimeSpan.FromMicroseconds(1));
        await PutAsync(Table("second", "m", 2, ("a", "bigint")));
        await PutAsync(Table("first", "m", 3, ("a", "text"), ("b", "text")));

        Assert.That(
            (await AllAsync()).Select(table => (table.Name, table.Version, table.Columns.Count)),
            Is.EqualTo([("first", 3, 2), ("second", 2, 1)]), "those of a module oldest first");
    }

    [Test]
    public async Task LoadAll_MadeAtOnce_IsByVersion()
    {
        await WriteAsync(unit =>
        {
            for (var version = 12; version > 0; version--)
            {
                _schema.Put(unit, Table($"t{version}", "m", version));
            }
        });

        Assert.That((await AllAsync()).Select(table => table.Version), Is.EqualTo(Enumerable.Range(1, 12)));
    }

    [Test]
    public async Task Delete_Table_IsGoneAndNoOther()
    {
        await PutAsync(Table("t", "m", 1));
        await PutAsync(Table("T", "n", 1));

        await WriteAsync(unit => _schema.Delete(unit, "t"));
        await WriteAsync(unit => _schema.Delete(unit, "t"));

        Assert.That((await AllAsync()).Select(table => table.Name), Is.EqualTo(["T"]));
        Assert.That((await HasTablesAsync("m"), await HasTablesAsync("n")), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Put_RolledBack_IsNotThere()
    {
        RollBack(unit =>
        {
            _schema.Put(unit, Table("t", "m", 1));
            Assert.That(_schema.HasTables(unit, "m"), Is.True, "a unit sees its own writes");
        });

        Assert.That(await AllAsync(), Is.Empty);
    }

    [Test]
    public async Task Put_VersionOutOfRange_IsRefused()
    {
        AssertConflict(unit => _schema.Put(unit, Table("t", "m", 0)));

        Assert.That(await AllAsync(), Is.Empty);
    }

    protected override void Begin()
    {
        _clock = new FakeTimeProvider(Start);
        _schema = new SchemaStore(Database, _clock);
    }

    private static ModuleTable Table(string name, string moduleId, int version, params (string Name, string Type)[] columns) =>
        new(name, moduleId, version, [.. columns.Select(column => new TableColumn(column.Name, column.Type))]);

    private Task<IReadOnlyList<ModuleTable>> AllAsync() => _schema.LoadAllAsync(CancellationToken.None);

    private Task<ModuleTable?> FindAsync(string name) => WriteAsync(unit => _schema.Find(unit, name));

    private Task<bool> HasTablesAsync(string moduleId) => WriteAsync(unit => _schema.HasTables(unit, moduleId));

    private Task PutAsync(ModuleTable table) => WriteAsync(unit => _schema.Put(unit, table));
}
