using Dapper;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage.Sqlite;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Modules;

/// <summary>What the columns of modules hold; what the Store promises is in its compliance fixture.</summary>
internal sealed class ModuleStoreTests
{
    private ModulesFixture _fixture = null!;

    [SetUp]
    public async Task Start() => _fixture = await ModulesFixture.StartAsync();

    [TearDown]
    public ValueTask Stop() => _fixture.DisposeAsync();

    [Test]
    public async Task Insert_ValidModule_FillsEveryColumnOfCode()
    {
        var module = await InsertAsync();

        var row = ReadRow("SELECT * FROM code");
        Assert.Multiple(() =>
        {
            Assert.That(row["id"], Is.EqualTo(module.Id));
            Assert.That(row["name"], Is.EqualTo("tcp-connect"));
            Assert.That(row["labels"], Is.EqualTo("""{"team":"network","tricorder.dev/tier":"1"}"""));
            Assert.That(row["ebpf"], Is.EqualTo(
                """{"format":"PROGRAM_FORMAT_TEXT","language":"PROGRAM_LANGUAGE_BCC_C","perfBufferNames":["events"],"eventSize":24,"""
                + """ "probes":[{"type":"PROBE_TYPE_KPROBE","target":"tcp_connect","entryFunction":"on_connect",""".Trim()
                + """ "returnFunction":"on_return","binaryPath":""}]}""".Trim()));
            Assert.That(row["wasm_content"], Is.EqualTo(Drafts.Wasm));
            Assert.That(row["wasm_file_name"], Is.EqualTo("connect.wasm"));
            Assert.That(row["fn"], Is.EqualTo("process"));
            Assert.That(row["schema_name"], Is.EqualTo(module.TableName));
            Assert.That(row["schema_attr"], Is.EqualTo("""[{"name":"data","type":"FIELD_TYPE_JSONB","description":"The connection."}]"""));
            Assert.That(row["panel"], Is.EqualTo("""{"type":"table"}"""));
            Assert.That(row["status"], Is.EqualTo(1));
            Assert.That(row["create_time"], Is.EqualTo("2026-03-01T12:00:00.000000Z"));
        });
    }

    [Test]
    public async Task Insert_ValidModule_FillsEveryColumnOfEbpf()
    {
        var module = await InsertAsync(Drafts.Valid().With(ebpf => ebpf with { Probes = [Drafts.Kprobe, Drafts.Sample] }));

        var row = ReadRow("SELECT * FROM ebpf");
        Assert.Multiple(() =>
        {
            Assert.That(row["code_id"], Is.EqualTo(module.Id));
            Assert.That(row["code"], Is.EqualTo(Drafts.Source));
            Assert.That(row["event_size"], Is.EqualTo(24));
            Assert.That(row["perf_buffers"], Is.EqualTo("""["events"]"""));
            Assert.That(row["entry"], Is.EqualTo("""["on_connect","on_connect"]"""));
            Assert.That(row["return"], Is.EqualTo("""["on_return",""]"""));
        });
    }

    [Test]
    public async Task Insert_WithoutPanel_StoresEmptyObjectAndReadsNone()
    {
        var module = await InsertAsync(Drafts.Valid() with { Panel = "" });

        Assert.That(ReadRow("SELECT panel FROM code")["panel"], Is.EqualTo("{}"));
        Assert.That(_fixture.Store.LoadAll().Single().Panel, Is.Empty);
        Assert.That(await FindAsync(module.Id), Is.Not.Null);
    }

    [Test]
    public async Task Update_NewRevision_MirrorsNewestContent()
    {
        var module = await InsertAsync();
        var changed = module with
        {
            Revision = 2,
            UpdateCount = 2,
            Content = module.Content with { Ebpf = module.Content.Ebpf with { Source = "int other;", EventSize = 8 } },
        };

        await _fixture.WriteAsync(unit => _fixture.Store.Update(unit, changed, newRevision: true));

        Assert.That(ReadRow("SELECT code FROM ebpf")["code"], Is.EqualTo("int other;"));
        Assert.That(ReadRow("SELECT json_extract(ebpf, '$.eventSize') AS size FROM code")["size"], Is.EqualTo(8));
        Assert.That(await _fixture.WriteAsync(unit => _fixture.Store.RevisionExists(unit, module.Id, 1)), Is.True);
        Assert.That(await _fixture.WriteAsync(unit => _fixture.Store.RevisionExists(unit, module.Id, 2)), Is.True);
    }

    [Test]
    public async Task Delete_StoredModule_TakesItsRowsAlong()
    {
        var module = await InsertAsync();

        Assert.That(await _fixture.WriteAsync(unit => _fixture.Store.Delete(unit, module.Id)), Is.True);

        var left = ReadRow(
            "SELECT (SELECT count(*) FROM code) + (SELECT count(*) FROM ebpf) + (SELECT count(*) FROM module_revision) AS n")["n"];
        Assert.That(left, Is.Zero);
        Assert.That(await _fixture.WriteAsync(unit => _fixture.Store.Delete(unit, module.Id)), Is.False);
    }

    [Test]
    public async Task Restart_StoredModules_AreInTheCatalog()
    {
        var module = await _fixture.CreateAsync();

        await _fixture.RestartAsync();

        var loaded = _fixture.Catalog.Find(module.Id);
        Assert.That(loaded?.Name, Is.EqualTo(module.Name));
        Assert.That(loaded?.Labels, Is.EqualTo(module.Labels));
        Assert.That(loaded?.CreateTime, Is.EqualTo(module.CreateTime));
    }

    private async Task<Module> InsertAsync(ModuleDraft? draft = null)
    {
        draft ??= Drafts.Valid();
        var now = _fixture.Clock.GetUtcNow();
        var module = draft.Onto(new Module
        {
            Id = Guid.CreateVersion7().ToString(),
            Name = draft.Name,
            Content = draft.Content,
            CreateTime = now,
            UpdateTime = now,
        });
        await _fixture.WriteAsync(unit => _fixture.Store.Insert(unit, module));
        return module;
    }

    private Task<Module?> FindAsync(string id) => _fixture.WriteAsync(unit => _fixture.Store.Find(unit, id));

    private IDictionary<string, object> ReadRow(string sql)
    {
        using var connection = _fixture.Get<StoreFile>().Database.OpenRead();
        return (IDictionary<string, object>)connection.QuerySingle(sql);
    }
}
