using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Tests.Modules;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class ModuleGrpcServiceTests
{
    private ModulesFixture _fixture = null!;

    [SetUp]
    public async Task Start() => _fixture = await ModulesFixture.StartAsync();

    [TearDown]
    public ValueTask Stop() => _fixture.DisposeAsync();

    [Test]
    public async Task CreateModule_ThenGet_GivesItBackWhole()
    {
        var created = await CreateAsync(Protos.Valid());

        var got = await GetAsync(created.Module.Id);

        Assert.Multiple(() =>
        {
            Assert.That(created.Module.Wasm.Binary.IsEmpty, Is.True, "answers are BASIC");
            Assert.That(created.Module.OutputSchema.TableName, Is.Not.Empty);
            Assert.That(got.Ebpf, Is.EqualTo(Protos.Valid().Ebpf));
            Assert.That(got.Wasm, Is.EqualTo(Protos.Valid().Wasm));
            Assert.That(got.Labels, Is.EqualTo(Protos.Valid().Labels));
            Assert.That(got.CreateTime, Is.EqualTo(created.Module.CreateTime));
        });
    }

    [Test]
    public async Task CreateModule_RepeatedAfterRestart_GivesTheSameAnswer()
    {
        var first = await CreateAsync(Protos.Valid(), "r1");
        await _fixture.RestartAsync();

        Assert.That(await CreateAsync(Protos.Valid(), "r1"), Is.EqualTo(first));
        Assert.ThrowsAsync<InvalidArgumentException>(() => CreateAsync(Protos.Valid("other"), "r1"));
    }

    [Test]
    public async Task CreateModule_ValidateOnly_AnswersWithoutIdAndStoresNothing()
    {
        var request = new V1.CreateModuleRequest { Module = Protos.Valid(), ValidateOnly = true, RequestId = "r1" };

        var answer = await _fixture.Service.CreateModule(request, new TestCall());

        Assert.That((answer.Module.Id, answer.Module.OutputSchema.TableName, answer.Module.Name), Is.EqualTo(("", "", "tcp-connect")));
        Assert.That(_fixture.Store.LoadAll(), Is.Empty);
        Assert.That((await CreateAsync(Protos.Valid(), "r1")).Module.Id, Is.Not.Empty);
    }

    [Test]
    public void CreateModule_WithoutModule_IsRefused() =>
        Assert.ThrowsAsync<InvalidArgumentException>(() => _fixture.Service.CreateModule(new V1.CreateModuleRequest(), new TestCall()));

    [Test]
    public async Task CreateModule_WithAdvice_AnswersFindings()
    {
        var module = Protos.Valid();
        module.OutputSchema.Fields.Add(new V1.OutputField { Name = "more", Type = V1.FieldType.Text });

        Assert.That(
            (await CreateAsync(module)).Findings.Select(finding => finding.Code), Is.EqualTo(new[] { "UNUSED_SCHEMA", "LEGACY_AGENTS" }));
    }

    [Test]
    public async Task GetModule_Basic_HasNoPrograms()
    {
        var created = await CreateAsync(Protos.Valid());

        Assert.That(await GetAsync(created.Module.Id, V1.ModuleView.Basic), Is.EqualTo(created.Module));
    }

    [Test]
    public void GetModule_Unknown_NotFound() => Assert.ThrowsAsync<NotFoundException>(() => GetAsync("none"));

    [Test]
    public async Task UpdateModule_NoMask_ChangesWhatIsPopulated()
    {
        var created = await CreateAsync(Protos.Valid());
        var given = new V1.Module { Id = created.Module.Id, Etag = "ignored", Ebpf = new V1.EbpfProgram { EventSize = 48 } };

        var updated = await UpdateAsync(given);

        Assert.That((updated.Revision, updated.Etag, updated.Ebpf.EventSize), Is.EqualTo((2, "2", 48)));
        Assert.That((await GetAsync(given.Id)).Ebpf.Source, Is.EqualTo(Drafts.Source));
    }

    [Test]
    public async Task UpdateModule_NamedPaths_ChangesNothingElse()
    {
        var created = await CreateAsync(Protos.Valid());
        var given = new V1.Module { Id = created.Module.Id, Description = "ignored", Panel = "", Labels = { ["a"] = "b" } };

        var updated = await UpdateAsync(given, "labels", "panel");

        Assert.That((updated.Panel, updated.Description, updated.Revision), Is.EqualTo(("", created.Module.Description, 1)));
        Assert.That(updated.Labels, Is.EqualTo(new Dictionary<string, string> { ["a"] = "b" }));
    }

    [Test]
    public async Task UpdateModule_Star_ReplacesEverything()
    {
        var created = await CreateAsync(Protos.Valid());
        var given = Protos.Valid("renamed");
        (given.Id, given.Description) = (created.Module.Id, "");

        var updated = await UpdateAsync(given, "*");

        Assert.That((updated.Name, updated.Description, updated.Revision), Is.EqualTo(("renamed", "", 1)));
    }

    [Test]
    public async Task UpdateModule_ClearingWhatIsRequired_IsRefused()
    {
        var created = await CreateAsync(Protos.Valid());

        var refused = Assert.ThrowsAsync<InvalidArgumentException>(() => UpdateAsync(new V1.Module { Id = created.Module.Id }, "wasm"));

        Assert.That(refused.Violations.Single().Field, Is.EqualTo("module.wasm"));
    }

    [Test]
    public async Task UpdateModule_BytesOfTheRequest_AreNotKeptInCommon()
    {
        var created = await CreateAsync(Protos.Valid());
        var given = new V1.Module { Id = created.Module.Id, Wasm = Protos.Valid().Wasm };
        given.Wasm.Binary = ByteString.CopyFrom([.. Drafts.Wasm, 0, 3, 1, (byte)'x', 0]);

        await UpdateAsync(given, "wasm.binary");

        Assert.That((await GetAsync(given.Id)).Wasm.Binary, Is.EqualTo(given.Wasm.Binary));
    }

    [Test]
    public async Task ValidateModule_ManyProblems_ListsAll()
    {
        var answer = await _fixture.Service.ValidateModule(new V1.ValidateModuleRequest { Module = new V1.Module() }, new TestCall());

        Assert.That(answer.Findings.Select(finding => finding.Field), Is.EqualTo(new[] { "name", "ebpf", "wasm", "output_schema.fields" }));
    }

    private async Task<V1.CreateModuleResponse> CreateAsync(V1.Module module, string requestId = "") =>
        await _fixture.Service.CreateModule(new V1.CreateModuleRequest { Module = module, RequestId = requestId }, new TestCall());

    private async Task<V1.Module> GetAsync(string id, V1.ModuleView view = V1.ModuleView.Unspecified) =>
        (await _fixture.Service.GetModule(new V1.GetModuleRequest { ModuleId = id, View = view }, new TestCall())).Module;

    private async Task<V1.Module> UpdateAsync(V1.Module module, params string[] paths)
    {
        var mask = paths.Length == 0 ? null : new FieldMask { Paths = { paths } };
        var request = new V1.UpdateModuleRequest { Module = module, UpdateMask = mask };
        return (await _fixture.Service.UpdateModule(request, new TestCall())).Module;
    }
}
