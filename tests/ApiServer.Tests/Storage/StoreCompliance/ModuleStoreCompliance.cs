using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(ModuleStore))]
internal sealed class ModuleStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private ModuleStore _modules = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await FindAsync("1"), Is.Null);
        Assert.That(await WriteAsync(_modules.AllIds), Is.Empty);
        Assert.That(await WriteAsync(unit => _modules.IdsIn(unit, ModuleLifecycle.Created)), Is.Empty);
        Assert.That(await WriteAsync(unit => _modules.TableOf(unit, "1", 1)), Is.Null);
        Assert.That(await WriteAsync(unit => _modules.RevisionExists(unit, "1", 1)), Is.False);
        Assert.That(await LoadContentAsync("1", 1), Is.Null);
        Assert.That(await _modules.LoadSchemaAsync("1", 1, CancellationToken.None), Is.Null);
        Assert.That((await ListAsync("1", int.MaxValue, 10)).Total, Is.Zero);
        Assert.That(await WriteAsync(unit => _modules.PruneRevisions(unit, "1", 0, [])), Is.Zero);
    }

    [Test]
    public async Task Insert_Module_IsReadBackWithoutPrograms()
    {
        var module = Module("1") with
        {
            Name = Odd,
            Description = Odd,
            Labels = new Dictionary<string, string> { ["b"] = Odd, ["a"] = "" },
            Panel = """{"title":"漢字"}""",
            UpdateCount = 7,
        };

        await InsertAsync(module);

        var found = (await FindAsync("1"))!;
        Assert.Multiple(() =>
        {
            Assert.That((found.Name, found.Description, found.Panel), Is.EqualTo((Odd, Odd, module.Panel)));
            Assert.That(found.Labels, Is.EquivalentTo(module.Labels));
            Assert.That((found.Revision, found.UpdateCount, found.Lifecycle), Is.EqualTo((1, 7, ModuleLifecycle.Created)));
            Assert.That((found.CreateTime, found.UpdateTime), Is.EqualTo((Stored(At(0)), Stored(At(1)))));
            Assert.That(found.Content.Ebpf.Source, Is.Empty);
            Assert.That(found.Content.Wasm.Binary.IsEmpty, Is.True);
            Assert.That(found.Content.Wasm.FunctionName, Is.EqualTo("process"));
        });
        Assert.That((await AllAsync()).Select(one => (one.Id, one.Name)), Is.EqualTo([("1", Odd)]));
    }

    [Test]
    public async Task Insert_SameIdOrName_IsRefused()
    {
        await InsertAsync(Module("1"));

        AssertConflict(unit => _modules.Insert(unit, Module("1") with { Name = "other" }));
        AssertConflict(unit => _modules.Insert(unit, Module("2") with { Name = "name-1" }));

        Assert.That((await AllAsync()).Select(module => module.Id), Is.EqualTo(["1"]));
    }

    [Test]
    public async Task Insert_WithoutPanel_HasNone()
    {
        await InsertAsync(Module("1") with { Panel = "" });

        Assert.That((await FindAsync("1"))!.Panel, Is.Empty);
    }

    [Test]
    public async Task Insert_RolledBack_IsNotThere()
    {
        RollBack(unit =>
        {
            _modules.Insert(unit, Module("1"));
            Assert.That(_modules.Find(unit, "1"), Is.Not.Null, "a unit sees its own writes");
        });

        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await LoadContentAsync("1", 1), Is.Null);
    }

    [Test]
    public async Task LoadContent_StoredRevision_GivesItBackWhole()
    {
        var module = Module("1");
        await InsertAsync(module);

        var content = await LoadContentAsync("1", 1);

        Assert.That(ModuleChange.Between(module, module with { Content = content! }).Any, Is.False);
        Assert.That(content!.Wasm.Binary.ToArray(), Is.EqualTo(Drafts.Wasm));
        Assert.That(await LoadContentAsync("1", 2), Is.Null);
    }

    [Test]
    public async Task LoadContent_ProgramOfMegabytes_IsTheSameToTheByte()
    {
        var program = new byte[3 << 20];
        new Random(1).NextBytes(program);
        var module = Module("1");
        await InsertAsync(module with { Content = module.Content with { Wasm = module.Content.Wasm with { Binary = program } } });

        Assert.That((await LoadContentAsync("1", 1))!.Wasm.Binary.Span.SequenceEqual(program), Is.True);
    }

    [Test]
    public async Task AllIds_Several_OldestFirst()
    {
        await InsertAsync(Module("b"));
        await InsertAsync(Module("a"));
        await WriteAsync(unit => _modules.SetLifecycle(unit, "b", ModuleLifecycle.Deployed));

        Assert.That(await WriteAsync(_modules.AllIds), Is.EqualTo(["a", "b"]));
        Assert.That(await WriteAsync(unit => _modules.IdsIn(unit, ModuleLifecycle.Deployed)), Is.EqualTo(["b"]));
        Assert.That(await WriteAsync(unit => _modules.IdsIn(unit, ModuleLifecycle.Created)), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task NameTaken_OwnAndOthersName_TellsThemApart()
    {
        await InsertAsync(Module("1"));

        Assert.That(await WriteAsync(unit => _modules.NameTaken(unit, "name-1")), Is.True);
        Assert.That(await WriteAsync(unit => _modules.NameTaken(unit, "name-1", "1")), Is.False);
        Assert.That(await WriteAsync(unit => _modules.NameTaken(unit, "NAME-1")), Is.False);
    }

    [Test]
    public async Task Update_DetailsOnly_KeepsTheContent()
    {
        await InsertAsync(Module("1"));

        await WriteAsync(unit => _modules.Update(
            unit, Module("1") with { Name = Odd, UpdateCount = 2, UpdateTime = At(9) }, newRevision: false));

        var found = (await FindAsync("1"))!;
        Assert.That((found.Name, found.Revision, found.UpdateCount), Is.EqualTo((Odd, 1, 2)));
        Assert.That((found.CreateTime, found.UpdateTime), Is.EqualTo((Stored(At(0)), Stored(At(9)))));
        Assert.That((await ListAsync("1", int.MaxValue, 10)).Total, Is.EqualTo(1));
    }

    [Test]
    public async Task Update_NewRevision_HasBoth()
    {
        var module = Module("1");
        await InsertAsync(module);
        var changed = module with
        {
            Revision = 2,
            UpdateCount = 2,
            Content = module.Content with { Ebpf = module.Content.Ebpf with { Source = Odd, EventSize = 8 } },
        };

        await WriteAsync(unit => _modules.Update(unit, changed, newRevision: true));

        Assert.That((await LoadContentAsync("1", 2))!.Ebpf.Source, Is.EqualTo(Odd));
        Assert.That((await LoadContentAsync("1", 1))!.Ebpf.Source, Is.EqualTo(Drafts.Source));
        Assert.That((await FindAsync("1"))!.Content.Ebpf.EventSize, Is.EqualTo(8), "the newest");
        AssertConflict(unit => _modules.Update(unit, changed, newRevision: true));
    }

    [Test]
    public async Task ListRevisions_Pages_NewestFirst()
    {
        await InsertManyRevisionsAsync(8);

        var (first, total) = await ListAsync("1", int.MaxValue, 3);
        var (second, _) = await ListAsync("1", first[^1].Revision, 3);

        Assert.That(first.Concat(second).Select(revision => revision.Revision), Is.EqualTo([8, 7, 6, 5, 4, 3]));
        Assert.That(total, Is.EqualTo(8));
        Assert.That(first[0].CreateTime, Is.EqualTo(Stored(At(1))));
    }

    [Test]
    public async Task PruneRevisions_OldOnesInUse_KeepsThose()
    {
        await InsertManyRevisionsAsync(8);

        var pruned = await WriteAsync(unit => _modules.PruneRevisions(unit, "1", 3, [2, 4, 99]));

        var (revisions, total) = await ListAsync("1", int.MaxValue, 10);
        Assert.That(revisions.Select(revision => revision.Revision), Is.EqualTo([8, 7, 6, 4, 2]));
        Assert.That((pruned, total), Is.EqualTo((3, 5)));
        Assert.That(await WriteAsync(unit => _modules.PruneRevisions(unit, "1", 3, [2, 4])), Is.Zero);
        Assert.That(await WriteAsync(unit => _modules.PruneRevisions(unit, "1", 3, [])), Is.EqualTo(2));
    }

    [Test]
    public async Task SetLifecycle_StoredModule_ReturnsItSo()
    {
        await InsertAsync(Module("1"));

        var deployed = await WriteAsync(unit => _modules.SetLifecycle(unit, "1", ModuleLifecycle.Deployed));

        Assert.That(deployed.Lifecycle, Is.EqualTo(ModuleLifecycle.Deployed));
        Assert.That((await AllAsync()).Single().Lifecycle, Is.EqualTo(ModuleLifecycle.Deployed));
        Assert.ThrowsAsync<InvalidOperationException>(
            () => WriteAsync(unit => _modules.SetLifecycle(unit, "nobody", ModuleLifecycle.Deployed)));
    }

    [Test]
    public async Task SetTable_Twice_KeepsTheFirst()
    {
        await InsertAsync(Module("1"));
        Assert.That(await WriteAsync(unit => _modules.TableOf(unit, "1", 1)), Is.Empty, "it was never ready");

        await WriteAsync(unit => _modules.SetTable(unit, "1", 1, "t"));
        await WriteAsync(unit => _modules.SetTable(unit, "1", 1, "u"));

        Assert.That(await WriteAsync(unit => _modules.TableOf(unit, "1", 1)), Is.EqualTo("t"));
        var (fields, table) = (await _modules.LoadSchemaAsync("1", 1, CancellationToken.None))!.Value;
        Assert.That((fields.Single().Name, table), Is.EqualTo(("data", "t")));
        Assert.That((await FindAsync("1"))!.TableName, Is.EqualTo("t"));
    }

    [Test]
    public async Task Delete_StoredModule_TakesItsRevisionsAlong()
    {
        await InsertManyRevisionsAsync(3);
        await InsertAsync(Module("2"));

        Assert.That(await WriteAsync(unit => _modules.Delete(unit, "1")), Is.True);

        Assert.That(await WriteAsync(unit => _modules.Delete(unit, "1")), Is.False);
        Assert.That((await ListAsync("1", int.MaxValue, 10)).Total, Is.Zero);
        Assert.That((await AllAsync()).Select(module => module.Id), Is.EqualTo(["2"]));
    }

    protected override void Begin() => _modules = new ModuleStore(Database);

    private static Module Module(string id)
    {
        var draft = Drafts.Valid("name-" + id).With(ebpf => ebpf with { Probes = [Drafts.Kprobe, Drafts.Sample] });
        return draft.Onto(new Module { Id = id, Name = draft.Name, Content = draft.Content, CreateTime = At(0), UpdateTime = At(1) });
    }

    private Task InsertAsync(Module module) => WriteAsync(unit => _modules.Insert(unit, module));

    private Task InsertManyRevisionsAsync(int count) => WriteAsync(unit =>
    {
        _modules.Insert(unit, Module("1"));
        for (var revision = 2; revision <= count; revision++)
        {
            _modules.Update(unit, Module("1") with { Revision = revision, UpdateCount = revision }, newRevision: true);
        }
    });

    private Task<IReadOnlyList<Module>> AllAsync() => _modules.LoadAllAsync(CancellationToken.None);

    private Task<Module?> FindAsync(string id) => WriteAsync(unit => _modules.Find(unit, id));

    private Task<ModuleContent?> LoadContentAsync(string id, int revision) =>
        _modules.LoadContentAsync(id, revision, CancellationToken.None);

    private Task<(IReadOnlyList<ModuleRevision> Revisions, int Total)> ListAsync(string id, int before, int limit) =>
        _modules.ListRevisionsAsync(id, before, limit, CancellationToken.None);
}
