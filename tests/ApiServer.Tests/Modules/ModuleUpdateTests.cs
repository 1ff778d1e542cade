using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Writing;

namespace Tricorder.ApiServer.Tests.Modules;

internal sealed class ModuleUpdateTests
{
    private ModulesFixture _fixture = null!;
    private Module _module = null!;

    [SetUp]
    public async Task Start()
    {
        _fixture = await ModulesFixture.StartAsync();
        _module = await _fixture.CreateAsync();
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [TearDown]
    public ValueTask Stop() => _fixture.DisposeAsync();

    [Test]
    public async Task Update_Description_KeepsTheRevision()
    {
        var updated = await _fixture.UpdateAsync(_module.Id, draft => draft with { Description = "new" });

        Assert.Multiple(() =>
        {
            Assert.That(updated.Description, Is.EqualTo("new"));
            Assert.That(updated.Revision, Is.EqualTo(1));
            Assert.That(updated.Etag, Is.EqualTo("2"));
            Assert.That(updated.UpdateTime, Is.EqualTo(_fixture.Clock.GetUtcNow()));
            Assert.That(updated.CreateTime, Is.EqualTo(_module.CreateTime));
        });
    }

    [Test]
    public async Task Update_Nothing_ChangesNothing()
    {
        var updated = await _fixture.UpdateAsync(_module.Id, draft => draft);

        Assert.That(updated, Is.SameAs(_fixture.Catalog.Find(_module.Id)));
        Assert.That(updated.Etag, Is.EqualTo("1"));
        Assert.That(updated.UpdateTime, Is.EqualTo(_module.UpdateTime));
    }

    private static IEnumerable<TestCaseData> ContentChanges()
    {
        TestCaseData Case(string name, Func<ModuleDraft, ModuleDraft> edit) => new TestCaseData(edit).SetArgDisplayNames(name);
        yield return Case("source", draft => draft.With(ebpf => ebpf with { Source = ebpf.Source + " " }));
        yield return Case("probe", draft => draft.WithProbe(Drafts.Sample));
        yield return Case("column", draft => draft.WithFields(new OutputField("data", FieldType.Json, "")));
        yield return Case("encoding", draft => draft.WithWasm(wasm => wasm with { Encoding = WasmEncoding.Tlv }));
        yield return Case("wasm source",
            draft => draft.WithWasm(wasm => wasm with { Source = "(module)", Language = ProgramLanguage.Wat }));
    }

    [TestCaseSource(nameof(ContentChanges))]
    public async Task Update_Content_MakesARevision(Func<ModuleDraft, ModuleDraft> edit)
    {
        var updated = await _fixture.UpdateAsync(_module.Id, edit);

        Assert.That(updated.Revision, Is.EqualTo(2));
        Assert.That(await _fixture.Store.LoadContentAsync(_module.Id, 1, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Update_DeployedModule_KeepsItsLifecycle()
    {
        await _fixture.WriteAsync(unit => _fixture.Store.SetLifecycle(unit, _module.Id, ModuleLifecycle.Deployed));

        var updated = await _fixture.UpdateAsync(_module.Id, draft => draft with { Description = "new" });

        Assert.That(updated.Lifecycle, Is.EqualTo(ModuleLifecycle.Deployed));
    }

    [Test]
    public void Update_UnknownModule_NotFound() =>
        Assert.ThrowsAsync<NotFoundException>(() => _fixture.UpdateAsync("none", draft => draft));

    [Test]
    public void Update_OtherEtag_IsAborted()
    {
        var aborted = Assert.ThrowsAsync<AbortedException>(() => _fixture.UpdateAsync(_module.Id, draft => draft, etag: "7"));

        Assert.That(aborted.Reason, Is.EqualTo("ETAG_MISMATCH"));
    }

    [Test]
    public async Task Update_NameOfAnother_AlreadyExists()
    {
        await _fixture.CreateAsync(Drafts.Valid("other"));

        Assert.ThrowsAsync<AlreadyExistsException>(() => _fixture.UpdateAsync(_module.Id, draft => draft with { Name = "other" }));
    }

    [Test]
    public void Update_ToSomethingInvalid_NamesTheField()
    {
        var refused = Assert.ThrowsAsync<InvalidArgumentException>(
            () => _fixture.UpdateAsync(_module.Id, draft => draft.WithWasm(wasm => wasm with { FunctionName = "missing" })));

        Assert.That(refused.Violations.Single().Field, Is.EqualTo("module.wasm.function_name"));
    }

    [Test]
    public async Task Update_TwoWithTheSameEtag_ExactlyOneWins()
    {
        for (var round = 0; round < 10; round++)
        {
            var etag = _fixture.Catalog.Find(_module.Id)!.Etag;
            var calls = Enumerable.Range(0, 2).Select(caller => TryUpdateAsync($"round {round}, caller {caller}", etag));

            Assert.That((await Task.WhenAll(calls)).Count(won => won), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Update_ManyAtOnceWithoutEtag_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(caller => _fixture.UpdateAsync(_module.Id, draft => draft with
        {
            Labels = new Dictionary<string, string>(draft.Labels) { [$"caller{caller}"] = "here" },
        })));

        Assert.That(_fixture.Catalog.Find(_module.Id)!.Labels.Keys.Count(key => key.StartsWith("caller", StringComparison.Ordinal)),
            Is.EqualTo(6));
    }

    [Test]
    public async Task Update_MoreRevisionsThanKept_KeepsNewestAndThoseInUse()
    {
        _fixture.InUse.Add(2);
        for (var revision = 2; revision <= ModuleManager.MaxRevisions + 4; revision++)
        {
            await _fixture.UpdateAsync(_module.Id, draft => draft.With(ebpf => ebpf with { EventSize = revision }));
        }

        var (revisions, total) = await _fixture.Store.ListRevisionsAsync(_module.Id, int.MaxValue, 500, CancellationToken.None);
        Assert.That(total, Is.EqualTo(ModuleManager.MaxRevisions + 1));
        Assert.That(revisions[^1].Revision, Is.EqualTo(2));
        Assert.That(revisions[^2].Revision, Is.EqualTo(5));
    }

    private async Task<bool> TryUpdateAsync(string description, string etag)
    {
        try
        {
            await _fixture.UpdateAsync(_module.Id, draft => draft with { Description = description }, etag);
            return true;
        }
        catch (AbortedException)
        {
            return false;
        }
    }
}
