using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Modules.Preview;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Tests.Wasm;
using Tricorder.ApiServer.V1;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Samples;

/// <summary>Samples are what people start from: nothing may be wrong with them, and what their files say must be true.</summary>
[TestFixtureSource(nameof(Names))]
internal sealed class SampleModuleTests(string sample)
{
    private WasmInspector _inspector = null!;
    private ModuleValidator _validator = null!;
    private Module _created = null!;
    private string _name = null!;

    private static IEnumerable<string> Names => SampleFiles.Names;

    [OneTimeSetUp]
    public void Read()
    {
        _inspector = new WasmInspector();
        _validator = new ModuleValidator(_inspector, new WasmBuild(WasmTools.Compiler));
        _created = CreateModuleRequest.Parser.ParseJson(SampleFiles.ReadText(sample, "create.json")).Module;
        _name = Path.GetFileNameWithoutExtension(_created.Wasm.FileName);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _validator.Dispose();
        _inspector.Dispose();
    }

    [Test]
    public async Task Validate_Created_NothingToSay() =>
        Assert.That((await _validator.CheckAsync(DraftMapping.ToDraft(_created), null, default)).Findings, Is.Empty);

    [Test]
    public async Task Preview_ItsEvents_ItsRows()
    {
        var expected = JsonNode.Parse(SampleFiles.ReadText(sample, "events.json"))!;
        var events = expected["input"]!.AsArray().Select(data => (ReadOnlyMemory<byte>)Convert.FromBase64String(data!.GetValue<string>()));

        var result = await PreviewAsync([.. events]);

        Assert.That(result.Error, Is.Empty);
        Assert.That(
            result.Rows.Select(row => row.ToJsonString()),
            Is.EqualTo(expected["rows"]!.AsArray().Select(row => row!.ToJsonString())));
    }

    [Test]
    public async Task Preview_NoEvents_MadeUpOnesOfItsSize()
    {
        var result = await PreviewAsync([]);

        Assert.That(result.Generated.Select(data => data.Length), Has.All.EqualTo(_created.Ebpf.EventSize));
        Assert.That(result.Rows, Has.Count.EqualTo(3));
        Assert.That(result.Rows.Select(row => row["data"]!.AsObject().ContainsKey("error")), Has.All.False);
    }

    [Test]
    public async Task Preview_TooShort_SaysSo()
    {
        var result = await PreviewAsync([new byte[_created.Ebpf.EventSize - 1]]);

        Assert.That(result.Rows[0]["data"]!["error"]!.GetValue<string>(), Is.EqualTo("event too short"));
    }

    [Test]
    public void OutputSchema_OneJsonField_RunsOnLegacyAgentsToo()
    {
        Assert.That(_created.OutputSchema.Fields, Has.Count.EqualTo(1));
        Assert.That(_created.OutputSchema.Fields[0].Name, Is.EqualTo("data"));
        Assert.That(_created.OutputSchema.Fields[0].Type, Is.EqualTo(FieldType.Jsonb));
    }

    [Test]
    public async Task Panel_Query_ReadsKeysThatTheFunctionWrites()
    {
        var written = (await PreviewAsync([])).Rows[0]["data"]!.AsObject().Select(member => member.Key);
        var panel = JsonElement.Parse(_created.Panel);
        var query = panel.GetProperty("targets")[0].GetProperty("rawSql").GetString()!;

        var read = Regex.Matches(query, "data->>'([a-z_]+)'").Select(m => m.Groups[1].Value).Distinct();

        Assert.That(panel.GetProperty("type").GetString(), Is.EqualTo("table"));
        Assert.That(read, Is.SubsetOf(written.Append("error")));
    }

    [Test]
    public void CreateRequest_Generated_IsTheFilesBesideIt()
    {
        var manifest = ManifestSet.Read([SampleFiles.Directory(sample)], new ManifestPrograms()).Single();

        Assert.That(_created, Is.EqualTo(manifest.Module), "run make -C samples");
        Assert.That(
            JsonElement.DeepEquals(JsonElement.Parse(_created.Panel), JsonElement.Parse(SampleFiles.ReadText(sample, "panel.json"))),
            Is.True, "run make -C samples");
    }

    private Task<PreviewResult> PreviewAsync(IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        new ModulePreview(null!, _validator, WasmTools.Sandbox).RunAsync(DraftMapping.ToDraft(_created), events, 0, default);
}
