using Dapper;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage.Sqlite;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Modules;

internal sealed class ModuleCreateTests
{
    private ModulesFixture _fixture = null!;

    [SetUp]
    public async Task Start() => _fixture = await ModulesFixture.StartAsync();

    [TearDown]
    public ValueTask Stop() => _fixture.DisposeAsync();

    [Test]
    public async Task Create_ValidDraft_IsStoredListedAndToldOf()
    {
        var module = await _fixture.CreateAsync();

        Assert.Multiple(() =>
        {
            Assert.That(module.Revision, Is.EqualTo(1));
            Assert.That(module.Etag, Is.EqualTo("1"));
            Assert.That(module.Lifecycle, Is.EqualTo(ModuleLifecycle.Created));
            Assert.That(Guid.Parse(module.Id).Version, Is.EqualTo(7));
            Assert.That(_fixture.Store.LoadAll().Select(stored => stored.Id), Is.EqualTo(new[] { module.Id }));
            Assert.That(EventKinds(), Is.EqualTo(new[] { "MODULE_CREATED" }));
        });
    }

    [Test]
    public async Task Create_WithoutFileName_IsGivenOne()
    {
        var module = await _fixture.CreateAsync(Drafts.Valid("probe").WithWasm(wasm => wasm with { FileName = "" }));

        Assert.That(module.Content.Wasm.FileName, Is.EqualTo("probe.wasm"));
    }

    [Test]
    public void Create_ManyProblems_NamesThemAllAtOnce()
    {
        var draft = Drafts.Valid("bad name").WithFields().With(ebpf => ebpf with { EventSize = -1 });

        var refused = Assert.ThrowsAsync<InvalidArgumentException>(() => _fixture.CreateAsync(draft));

        Assert.That(refused.Violations.Select(violation => violation.Field), Is.EqualTo(
            new[] { "module.name", "module.ebpf.event_size", "module.output_schema.fields" }));
        Assert.That(_fixture.Store.LoadAll(), Is.Empty);
    }

    [Test]
    public async Task Create_NameTaken_AlreadyExists()
    {
        await _fixture.CreateAsync();

        Assert.ThrowsAsync<AlreadyExistsException>(() => _fixture.CreateAsync());
        Assert.That(_fixture.Store.LoadAll(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Create_SameNameAtOnce_OneWins()
    {
        var calls = Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await _fixture.CreateAsync();
                return 1;
            }
            catch (AlreadyExistsException)
            {
                return 0;
            }
        });

        Assert.That((await Task.WhenAll(calls)).Sum(), Is.EqualTo(1));
    }

    [Test]
    public void Create_WhatIsAlsoStoredFails_StoresNothing()
    {
        Assert.ThrowsAsync<InvalidOperationException>(() => _fixture.Manager.CreateAsync(
            Drafts.Valid(), (_, _) => throw new InvalidOperationException(), ModulesFixture.Tester, CancellationToken.None));

        Assert.That(_fixture.Store.LoadAll(), Is.Empty);
        Assert.That(_fixture.Catalog.FindByName(Drafts.Valid().Name), Is.Null);
    }

    [Test]
    public async Task Check_ValidDraft_StoresNothing()
    {
        var result = await _fixture.Manager.CheckAsync(Drafts.Valid(), CancellationToken.None);

        Assert.That(result.Module.Id, Is.Empty);
        Assert.That(_fixture.Store.LoadAll(), Is.Empty);
        Assert.That(EventKinds(), Is.Empty);
    }

    [Test]
    public async Task Check_NameTaken_AlreadyExists()
    {
        await _fixture.CreateAsync();

        Assert.ThrowsAsync<AlreadyExistsException>(() => _fixture.Manager.CheckAsync(Drafts.Valid(), CancellationToken.None));
    }

    [Test]
    public async Task Validate_NameOfAnotherModule_IsAnErrorFinding()
    {
        var module = await _fixture.CreateAsync();

        var asNew = await _fixture.Manager.ValidateAsync(Drafts.Valid(), "", CancellationToken.None);
        var asEdit = await _fixture.Manager.ValidateAsync(Drafts.Valid(), module.Id, CancellationToken.None);

        Assert.That(asNew.Select(finding => finding.Code), Is.EqualTo(new[] { "NAME_TAKEN" }));
        Assert.That(asEdit, Is.Empty);
    }

    private List<string> EventKinds()
    {
        using var connection = _fixture.Get<StoreFile>().Database.OpenRead();
        return [.. connection.Query<string>("SELECT kind FROM event ORDER BY sequence")];
    }
}
