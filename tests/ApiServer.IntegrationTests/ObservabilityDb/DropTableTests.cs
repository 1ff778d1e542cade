using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>A table of three that is dropped leaves the others, and the view over them.</summary>
public sealed class DropTableTests : DatabaseTest
{
    [TestCase("_v3", "a text, b text, time timestamp with time zone", "1 two")]
    [TestCase("_v2", "a text, b text, time timestamp with time zone, c text", "1 3")]
    [TestCase("", "a text, b text, time timestamp with time zone, c text", "two 3")]
    public async Task DropTable_OneOfThree_LeavesTheViewOverTheOthers(string which, string columns, string rows)
    {
        var table = await OrphansAsync();

        await Tables.DropTableAsync(new DropTableRequest { Name = table + which }, ControlPlane.Options);

        Assert.That(await PostgresCluster.ScalarAsync<bool>(Url, $"SELECT to_regclass('{table}{which}') IS NULL"), Is.True);
        Assert.That(await ColumnsAsync(table + "_all"), Is.EqualTo(columns));
        Assert.That(
            await PostgresCluster.ScalarAsync<string>(Url, $"SELECT string_agg(a, ' ' ORDER BY time) FROM {table}_all"), Is.EqualTo(rows));
        Assert.That(
            await PostgresCluster.ScalarAsync<bool>(Url, $"SELECT has_table_privilege('tricorder_reader', '{table}_all', 'SELECT')"),
            Is.True,
            "dashboards may read it");
    }

    [Test]
    public async Task DropTable_WhileOthersBuiltOnTheView_LeavesThemToo()
    {
        var table = await OrphansAsync();
        await PostgresCluster.ExecuteAsync(Url, $"CREATE VIEW mine_{table[^6..]} AS SELECT a, c FROM {table}_all");

        await Tables.DropTableAsync(new DropTableRequest { Name = table + "_v3" }, ControlPlane.Options);

        Assert.That(
            await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM mine_{table[^6..]} WHERE c IS NULL"), Is.EqualTo(2));
    }

    [Test]
    public async Task DropTable_TheLast_TakesTheViewAlong()
    {
        var table = await OrphansAsync();

        foreach (var name in new[] { "_v2", "", "_v3" })
        {
            await Tables.DropTableAsync(new DropTableRequest { Name = table + name }, ControlPlane.Options);
        }

        Assert.That(await PostgresCluster.ScalarAsync<bool>(Url, $"SELECT to_regclass('{table}_all') IS NULL"), Is.True);
    }

    /// <summary>Three tables of a module that is gone, with a row in each.</summary>
    private async Task<string> OrphansAsync()
    {
        var module = await Plane.RunAsync(module => module.OutputSchema = Columns(("a", FieldType.Int), ("b", FieldType.Text)));
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await ReviseAsync(module.Id, table + "_v2", ("a", FieldType.Text), ("b", FieldType.Text));
        await ReviseAsync(module.Id, table + "_v3", ("a", FieldType.Text), ("b", FieldType.Int), ("c", FieldType.Text));
        await InsertAsync(table, "a", "1");
        await InsertAsync(table + "_v2", "a", "'two'");
        await InsertAsync(table + "_v3", "a, c", "'3', 'c'");
        await Plane.UndeployAsync(module.Id);
        await Plane.Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = module.Id }, ControlPlane.Options);
        return table;
    }

    private async Task ReviseAsync(string moduleId, string table, params (string Name, FieldType Type)[] columns)
    {
        await Plane.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = moduleId, OutputSchema = Columns(columns) } }, ControlPlane.Options);
        await Plane.DeployAsync(moduleId);
        await Eventually.TrueAsync(
            async () => await TableOfAsync(moduleId) == table, "the revision has its table", TimeSpan.FromSeconds(30));
    }
}
