using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Tricorder.ApiServer.V1;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Samples;

/// <summary>What a sample's files say about each other must be true.</summary>
[TestFixture("tcp-connect", "tcp_connect")]
internal sealed class SampleModuleTests(string sample, string name)
{
    private Module _module = null!;
    private Module _created = null!;

    [OneTimeSetUp]
    public void Read()
    {
        _module = Module.Parser.ParseJson(SampleFiles.ReadText(sample, "module.json"));
        _created = CreateModuleRequest.Parser.ParseJson(SampleFiles.ReadText(sample, "create.json")).Module;
    }

    [Test]
    public void Wasm_Inspected_NoProblem()
    {
        using var inspector = new WasmInspector();

        Assert.That(inspector.Inspect(SampleFiles.ReadBytes(sample, $"{name}.wasm"), _module.Wasm.FunctionName), Is.Empty);
    }

    [Test]
    public void Wasm_FunctionName_RunsEventsOfEventSize()
    {
        Assert.That(_module.Wasm.FileName, Is.EqualTo($"{name}.wasm"));
        Assert.That(_module.Wasm.Encoding, Is.EqualTo(WasmEncoding.Json));
        using var host = new WasmHost(SampleFiles.ReadBytes(sample, $"{name}.wasm"), _module.Wasm.FunctionName);
        var size = _module.Ebpf.EventSize;

        Assert.That(JsonElement.Parse(host.Process(new byte[size])).TryGetProperty("error", out _), Is.False);
        Assert.That(JsonElement.Parse(host.Process(new byte[size - 1])).TryGetProperty("error", out _), Is.True);
    }

    [Test]
    public void Ebpf_ProbesAndBuffers_AreInTheSource()
    {
        var source = SampleFiles.ReadText(sample, $"{name}.bcc");

        foreach (var function in _module.Ebpf.Probes.SelectMany(p => new[] { p.EntryFunction, p.ReturnFunction }))
        {
            Assert.That(source, Does.Match($@"(?m)^int {function}\("));
        }
        foreach (var buffer in _module.Ebpf.PerfBufferNames)
        {
            Assert.That(source, Does.Contain($"BPF_PERF_OUTPUT({buffer});"));
        }
        Assert.That(source, Does.Contain($"== {_module.Ebpf.EventSize},"));
    }

    [Test]
    public void OutputSchema_OneJsonField_RunsOnLegacyAgentsToo()
    {
        Assert.That(_module.OutputSchema.Fields, Has.Count.EqualTo(1));
        Assert.That(_module.OutputSchema.Fields[0].Name, Is.EqualTo("data"));
        Assert.That(_module.OutputSchema.Fields[0].Type, Is.EqualTo(FieldType.Jsonb));
    }

    [Test]
    public void Panel_Query_ReadsKeysThatTheFunctionWrites()
    {
        using var host = new WasmHost(SampleFiles.ReadBytes(sample, $"{name}.wasm"), _module.Wasm.FunctionName);
        var written = JsonElement.Parse(host.Process(new byte[_module.Ebpf.EventSize])).EnumerateObject().Select(p => p.Name);
        var panel = JsonElement.Parse(_created.Panel);
        var query = panel.GetProperty("targets")[0].GetProperty("rawSql").GetString()!;

        var read = Regex.Matches(query, "data->>'([a-z_]+)'").Select(m => m.Groups[1].Value).Distinct();

        Assert.That(panel.GetProperty("type").GetString(), Is.EqualTo("table"));
        Assert.That(read, Is.SubsetOf(written.Append("error")));
    }

    [Test]
    public void CreateRequest_Generated_IsTheFilesBesideIt()
    {
        var expected = _module.Clone();
        expected.Ebpf.Source = SampleFiles.ReadText(sample, $"{name}.bcc");
        expected.Wasm.Binary = ByteString.CopyFrom(SampleFiles.ReadBytes(sample, $"{name}.wasm"));
        // Checked below: the shared headers are inlined.
        expected.Wasm.Source = _created.Wasm.Source;
        expected.Panel = _created.Panel;

        Assert.That(_created, Is.EqualTo(expected), "run make -C samples");
    }

    [Test]
    public void CreateRequest_WasmSource_CompletesItself()
    {
        var own = SampleFiles.ReadText(sample, $"{name}.c");
        var parts = Regex.Split(own, "(?m)^#include \"[^\"]+\"\n");

        Assert.That(_created.Wasm.Source, Does.Not.Match("(?m)^#include \""));
        Assert.That(parts.Where(part => !_created.Wasm.Source.Contains(part, StringComparison.Ordinal)), Is.Empty, "run make -C samples");
    }

    [Test]
    public void CreateRequest_Panel_IsPanelJson() =>
        Assert.That(
            JsonElement.DeepEquals(JsonElement.Parse(_created.Panel), JsonElement.Parse(SampleFiles.ReadText(sample, "panel.json"))),
            Is.True, "run make -C samples");
}
