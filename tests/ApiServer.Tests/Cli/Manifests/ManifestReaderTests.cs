using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

internal sealed class ManifestReaderTests : ManifestTest
{
    private const string Manifest =
        """
        name: sampler
        labels: {team: core}
        ebpf:
          sourceFile: src/sampler.bcc
          perfBufferNames: [events]
          eventSize: 16
          probes:
            - {type: sample, entryFunction: on_sample, samplePeriod: 20ms}
        wasm:
          sourceFile: sampler.wat
          functionName: sample
          encoding: JSON
        outputSchema:
          fields: [{name: data, type: JSONB}]
        panel: {title: "Größe"}
        """;

    [SetUp]
    public void WriteSources()
    {
        Write("src/sampler.bcc", "int on_sample() { return 0; }\n");
        Write("sampler.wat", "(module)");
    }

    [Test]
    public void Read_ShortForms_AreWrittenOut()
    {
        Write("module.yaml", Manifest);

        var module = Read("module.yaml").Single().Module;

        Assert.That(module, Is.EqualTo(new Module
        {
            Name = "sampler",
            Labels = { ["team"] = "core" },
            Ebpf = new EbpfProgram
            {
                Format = ProgramFormat.Text,
                Language = ProgramLanguage.BccC,
                Source = "int on_sample() { return 0; }\n",
                PerfBufferNames = { "events" },
                EventSize = 16,
                Probes =
                {
                    new Probe { Type = ProbeType.Sample, EntryFunction = "on_sample", SamplePeriod = new() { Nanos = 20_000_000 } },
                },
            },
            Wasm = new WasmProgram
            {
                Format = ProgramFormat.Text,
                Language = ProgramLanguage.Wat,
                Source = "(module)",
                FileName = "sampler.wasm",
                FunctionName = "sample",
                Encoding = WasmEncoding.Json,
            },
            OutputSchema = new OutputSchema { Fields = { new OutputField { Name = "data", Type = FieldType.Jsonb } } },
            Panel = """{"title":"Größe"}""",
        }));
    }

    [Test]
    public void Read_WhatTheServerSets_IsPassedOver()
    {
        Write(
            "module.yaml",
            $"id: 01a20aca-2113-7675-999d-cdc07c259fdf\nrevision: 7\netag: \"3\"\nlifecycle: MODULE_LIFECYCLE_DEPLOYED\n{Manifest}");

        var module = Read("module.yaml").Single().Module;

        Assert.That((module.Id, module.Revision, module.Etag), Is.EqualTo(("", 0, "")));
    }

    [Test]
    public void Read_ManyMistakes_NamesEachAndWhatWasMeant()
    {
        var problems = Problems(
            """
            name: 12
            ebfp: {}
            ebpf:
              sourceFile: missing.bcc
              event_size: many
              probes:
                - {type: KPROB, target: f, sample_period: often}
            wasm: [1]
            outputSchema: {feilds: []}
            """);

        Assert.That(problems, Is.EqualTo(new[]
        {
            $"ebpf.sourceFile: Could not find file '{Home}/missing.bcc'.",
            "name: must be text; write \"12\" with quotes",
            "ebfp: there is no such field; did you mean ebpf?",
            "ebpf.event_size: must be a whole number, not \"many\"",
            "ebpf.probes[0].type: \"KPROB\" is none of KPROBE, SYSCALL, UPROBE, TRACEPOINT, XDP, SAMPLE, USDT",
            "ebpf.probes[0].sample_period: \"often\" is not a time; write for example \"20ms\" or \"1s\"",
            "wasm: must be an object",
            "outputSchema.feilds: there is no such field; did you mean fields?",
        }));
    }

    [Test]
    public void Read_BothForms_IsRefused() => Assert.That(
        Problems("name: a\nebpf: {sourceFile: src/sampler.bcc, objectFile: x.o}"),
        Is.EqualTo(new[] { "ebpf.sourceFile: there is also ebpf.objectFile; name one of them" }));

    [TestCase("")]
    [TestCase("# nothing\n")]
    public void Read_Empty_SaysThatThereIsNoModule(string text) =>
        Assert.That(Problems(text), Has.Length.EqualTo(1).And.All.Contains("no module in it"));

    [TestCase("just text")]
    [TestCase("[1, 2]")]
    public void Read_NoObject_SaysWhatAManifestIs(string text) =>
        Assert.That(Problems(text), Has.Length.EqualTo(1).And.All.Contains("is an object"));

    [TestCase("name: [", "module.yaml")]
    [TestCase("{\"name\": ", "module.json")]
    [TestCase("a: &a [*a]", "module.yaml")]
    public void Read_Unreadable_IsOneProblem(string text, string file) => Assert.That(Problems(text, file), Has.Length.EqualTo(1));

    [Test]
    public void Read_Programs_TakeTheManifestsPlace()
    {
        Write("module.yaml", Manifest);
        Write("other.wasm", "\0asm");

        var module = Read("module.yaml", new ManifestPrograms(Wasm: Path.Combine(Home, "other.wasm"))).Single().Module;

        Assert.That(module.Wasm.Format, Is.EqualTo(ProgramFormat.Binary));
        Assert.That(module.Wasm.Binary.ToStringUtf8(), Is.EqualTo("\0asm"));
        Assert.That(module.Wasm.Source, Is.Empty);
        Assert.That(module.Wasm.Language, Is.EqualTo(ProgramLanguage.Unspecified));
    }

    [Test]
    public void Read_Directory_FindsManifestsBelowAndNothingElse()
    {
        Write("one/module.json", """{"name":"one"}""");
        Write("two/deep/x.module.yaml", "name: two\n---\nname: three\n");
        Write("two/create.json", """{"module":{"name":"no"}}""");

        Assert.That(Read().Select(manifest => manifest.Module.Name), Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public void Read_OneNameTwice_IsRefused()
    {
        Write("one/module.json", """{"name":"same"}""");

        Assert.That(Problems("name: same\n---\nname: same\n", "two/module.yaml"), Has.Length.EqualTo(1).And.All.Contains("'same'"));
    }

    [Test]
    public void Read_CreateRequest_IsTheModuleInIt()
    {
        Write("create.json", """{"module":{"name":"inside"}}""");

        Assert.That(Read("create.json").Single().Module.Name, Is.EqualTo("inside"));
    }
}
