using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Tests.Modules;
using Tricorder.ApiServer.Tests.Wasm;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class ModuleListingTests
{
    private ModulesFixture _fixture = null!;

    [SetUp]
    public async Task Start() => _fixture = await ModulesFixture.StartAsync();

    [TearDown]
    public ValueTask Stop() => _fixture.DisposeAsync();

    [Test]
    public async Task ListModules_ModulesComeAndGoBetweenPages_NothingMissedOrTwice()
    {
        var names = await CreateAsync(10);
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await ListAsync(new V1.ListModulesRequest { PageSize = 3, PageToken = token });
            seen.AddRange(page.Modules.Select(module => module.Name));
            token = page.NextPageToken;

            // Newer ones go in front of the first page, and the one that the token names may go.
            await CreateAsync(1, "later");
            await _fixture.DeleteAsync(page.Modules[^1].Id);
        }
        while (token.Length > 0);

        Assert.That(seen, Is.EqualTo(names.Reverse()));
    }

    [Test]
    public async Task ListModules_ExactlyOnePage_HasNoNext()
    {
        await CreateAsync(3);

        var page = await ListAsync(new V1.ListModulesRequest { PageSize = 3 });

        Assert.That(page.NextPageToken, Is.Empty);
        Assert.That((page.Modules.Count, page.TotalSize), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task ListModules_Filter_CountsOnlyMatching()
    {
        await CreateAsync(3);
        await CreateAsync(2, "other");

        var page = await ListAsync(
            new V1.ListModulesRequest { PageSize = 1, FilterText = "OTHER", Lifecycle = V1.ModuleLifecycle.Created });

        Assert.That((page.Modules.Count, page.TotalSize), Is.EqualTo((1, 2)));
        Assert.ThrowsAsync<InvalidArgumentException>(() => ListAsync(new V1.ListModulesRequest { PageToken = page.NextPageToken }));
    }

    [Test]
    public async Task ListModules_Views_DecideOnPrograms()
    {
        await CreateAsync(1);

        var basic = await ListAsync(new V1.ListModulesRequest());
        var full = await ListAsync(new V1.ListModulesRequest { View = V1.ModuleView.Full });

        Assert.That(basic.Modules.Single().Wasm.Binary.IsEmpty, Is.True);
        Assert.That(full.Modules.Single().Wasm.Binary.IsEmpty, Is.False);
    }

    [Test]
    public async Task ListModules_LargeModulesInFull_PagesFitAMessage()
    {
        var wasm = WasmBuilder.Runnable().Custom("padding", 2 * 1024 * 1024).Build();
        foreach (var index in Enumerable.Range(0, 3))
        {
            await _fixture.CreateAsync(Drafts.Valid($"large{index}").WithWasm(program => program with { Binary = wasm }));
        }

        var first = await ListAsync(new V1.ListModulesRequest { View = V1.ModuleView.Full });
        var second = await ListAsync(new V1.ListModulesRequest { View = V1.ModuleView.Full, PageToken = first.NextPageToken });

        Assert.That((first.Modules.Count, second.Modules.Count), Is.EqualTo((1, 1)));
        Assert.That(first.CalculateSize(), Is.LessThan(4 * 1024 * 1024));
    }

    [Test]
    public void ListModules_UnknownEnumValue_IsRefused() =>
        Assert.ThrowsAsync<InvalidArgumentException>(() => ListAsync(new V1.ListModulesRequest { Lifecycle = (V1.ModuleLifecycle)9 }));

    [Test]
    public async Task ListRevisions_Pages_NewestFirst()
    {
        var module = await _fixture.CreateAsync();
        for (var size = 1; size <= 4; size++)
        {
            await _fixture.UpdateAsync(module.Id, draft => draft.With(ebpf => ebpf with { EventSize = size }));
        }

        var first = await RevisionsAsync(new V1.ListModuleRevisionsRequest { ModuleId = module.Id, PageSize = 3 });
        var second = await RevisionsAsync(new V1.ListModuleRevisionsRequest
        {
            ModuleId = module.Id,
            PageSize = 3,
            PageToken = first.NextPageToken,
            View = V1.ModuleView.Full,
        });

        Assert.Multiple(() =>
        {
            Assert.That(first.Revisions.Select(revision => revision.Revision), Is.EqualTo(new[] { 5, 4, 3 }));
            Assert.That(second.Revisions.Select(revision => revision.Revision), Is.EqualTo(new[] { 2, 1 }));
            Assert.That(first.TotalSize, Is.EqualTo(5));
            Assert.That(second.NextPageToken, Is.Empty);
            Assert.That(first.Revisions[0].Module.Ebpf.Source, Is.Empty);
            Assert.That(second.Revisions[^1].Module.Ebpf.Source, Is.Not.Empty);
            Assert.That(second.Revisions[^1].Module.Ebpf.EventSize, Is.EqualTo(24));
        });
    }

    [Test]
    public void ListRevisions_UnknownModule_NotFound() =>
        Assert.ThrowsAsync<NotFoundException>(() => RevisionsAsync(new V1.ListModuleRevisionsRequest { ModuleId = "none" }));

    private async Task<string[]> CreateAsync(int count, string prefix = "module")
    {
        var names = Enumerable.Range(0, count).Select(_ => $"{prefix}-{Guid.NewGuid():N}").ToArray();
        foreach (var name in names)
        {
            // Ids are ordered by time, to the millisecond.
            _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await _fixture.CreateAsync(Drafts.Valid(name));
        }

        return names;
    }

    private Task<V1.ListModulesResponse> ListAsync(V1.ListModulesRequest request) =>
        _fixture.Get<ModuleListing>().ListAsync(request, CancellationToken.None);

    private Task<V1.ListModuleRevisionsResponse> RevisionsAsync(V1.ListModuleRevisionsRequest request) =>
        _fixture.Get<ModuleListing>().ListRevisionsAsync(request, CancellationToken.None);
}
