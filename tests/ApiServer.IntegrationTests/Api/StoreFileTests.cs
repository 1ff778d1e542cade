using System.Globalization;
using System.Text.Json;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>The store as another program reads it while the server runs.</summary>
public sealed class StoreFileTests : ServerFixture
{
    [TestCase("code", "id,name,ebpf,wasm,create_time,status,wasm_content,wasm_file_name,schema_name,schema_attr,panel,fn")]
    [TestCase("ebpf", "id,code,event_size,perf_buffers,create_time,entry,return,code_id")]
    [TestCase("schema", "id,name,create_time,uid,grafana_dashboard_id,version")]
    [TestCase("datasource", "id,name,create_time,type,host,user,password,tables_name,uid,grafana_datasource_id,database")]
    [TestCase("grafana_api", "id,name,create_time,api_key,auth_value")]
    [TestCase("grafana_dashboard", "id,name,create_time,uid,grafana_dashboard_id,version")]
    public void Tables_OfTheSpecification_HaveTheirColumns(string table, string columns)
    {
        var found = Read("SELECT name FROM pragma_table_info($value)", table).Select(row => (string)row["name"]);

        Assert.That(found, Is.SupersetOf(columns.Split(',')));
    }

    [Test]
    public async Task Code_AfterADeploy_IsMeaningfulInEveryColumn()
    {
        var (module, sample) = await DeployAsync();

        var row = Read("SELECT * FROM code WHERE id = $value", module.Id).Single();

        Assert.Multiple(() =>
        {
            Assert.That(row["name"], Is.EqualTo(module.Name));
            Assert.That(row["status"], Is.EqualTo(2L), "DEPLOYED");
            Assert.That(row["wasm"], Is.EqualTo(sample.Wasm.Source));
            Assert.That(row["wasm_content"], Is.EqualTo(CompiledSample.Binary.ToByteArray()));
            Assert.That(row["wasm_file_name"], Is.EqualTo("tcp_connect.wasm"));
            Assert.That(row["fn"], Is.EqualTo("tcp_connect"));
            Assert.That(row["schema_name"], Is.EqualTo(module.OutputSchema.TableName));
            Assert.That(Time(row), Is.EqualTo(module.CreateTime.ToDateTimeOffset()).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(Json(row["schema_attr"])[0].Text("type"), Is.EqualTo("FIELD_TYPE_JSONB"));
            Assert.That(Json(row["schema_attr"])[0].Text("name"), Is.EqualTo("data"));
            Assert.That(Json(row["panel"]).Text("type"), Is.EqualTo("table"));
            Assert.That(Json(row["ebpf"]).Items("probes")[0].Text("target"), Is.EqualTo("tcp_v4_connect"));
            Assert.That(Json(row["ebpf"]).Number("eventSize"), Is.EqualTo(48));
            Assert.That(row["ebpf"], Does.Not.Contain("BPF_PERF_OUTPUT"), "the source is in the table ebpf");
        });
    }

    [Test]
    public async Task Ebpf_AfterADeploy_IsMeaningfulInEveryColumn()
    {
        var (module, sample) = await DeployAsync();

        var row = Read("SELECT * FROM ebpf WHERE code_id = $value", module.Id).Single();

        Assert.Multiple(() =>
        {
            Assert.That(Guid.Parse((string)row["id"]).Version, Is.EqualTo(7));
            Assert.That(row["code"], Is.EqualTo(sample.Ebpf.Source));
            Assert.That(row["event_size"], Is.EqualTo(48L));
            Assert.That(row["perf_buffers"], Is.EqualTo("""["events"]"""));
            Assert.That(row["entry"], Is.EqualTo("""["on_connect"]"""));
            Assert.That(row["return"], Is.EqualTo("""["on_connect_return"]"""));
            Assert.That(Time(row), Is.EqualTo(module.CreateTime.ToDateTimeOffset()).Within(TimeSpan.FromMilliseconds(1)));
        });
    }

    [Test]
    public async Task Status_OverALife_IsTheLifecyclesNumber()
    {
        var (module, _) = await DeployAsync();
        var created = await Rest.CreateIdAsync();
        await Modules.UndeployModuleAsync(new UndeployModuleRequest { ModuleId = module.Id });

        Assert.That(Status(created), Is.EqualTo((long)ModuleLifecycle.Created));
        Assert.That(Status(module.Id), Is.EqualTo((long)ModuleLifecycle.Undeployed));
        await Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = module.Id });
        Assert.That(Read("SELECT id FROM ebpf WHERE code_id = $value", module.Id), Is.Empty);
    }

    [Test]
    public async Task Code_AfterANewRevision_IsTheNewest()
    {
        var (module, _) = await DeployAsync();
        var source = Sample.OtherSource();
        await Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = module.Id, Ebpf = new EbpfProgram { Source = source } } });

        Assert.That(Read("SELECT code FROM ebpf WHERE code_id = $value", module.Id).Single()["code"], Is.EqualTo(source));
        Assert.That(Read("SELECT revision FROM code WHERE id = $value", module.Id).Single()["revision"], Is.EqualTo(2L));
    }

    private static JsonElement Json(object text)
    {
        using var document = JsonDocument.Parse((string)text);
        return document.RootElement.Clone();
    }

    private static DateTimeOffset Time(Dictionary<string, object> row) =>
        DateTimeOffset.ParseExact((string)row["create_time"], "yyyy-MM-dd'T'HH:mm:ss.ffffffK", CultureInfo.InvariantCulture);

    private object Status(string id) => Read("SELECT status FROM code WHERE id = $value", id).Single()["status"];

    private async Task<(Module Module, Module Sample)> DeployAsync()
    {
        var sample = Sample.Module();
        var module = (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = sample })).Module;
        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = module.Id });
        return (module, sample);
    }

    private IReadOnlyList<Dictionary<string, object>> Read(string sql, string value) => StoreRows.Read(Server, sql, value);
}
