using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

internal sealed class LegacyManifestTests : ManifestTest
{
    private const string Manifest =
        """
        {
          "name": "old",
          "wasm": {"code": "", "fn_name": "write_rows", "output_schema": {"name": "", "fields": [{"name": "data", "type": 5}]}},
          "ebpf": {"code": "", "perf_buffer_name": "events", "probes": [
            {"target": "ip_rcv", "entry": "on_packet", "return": "", "type": 0, "sample_period_nanos": 100000000},
            {"target": "", "entry": "on_tick", "return": "", "type": 5, "sample_period_nanos": 100000000}]}
        }
        """;

    [Test]
    public void Read_WithFilesBeside_IsTheModuleOfToday()
    {
        Write("module.json", Manifest);
        Write("old.bcc", "int on_packet() { return 0; }");
        Write("old.wasm", "\0asm");

        var module = Read().Single().Module;

        Assert.That(module, Is.EqualTo(new Module
        {
            Name = "old",
            Ebpf = new EbpfProgram
            {
                Format = ProgramFormat.Text,
                Language = ProgramLanguage.BccC,
                Source = "int on_packet() { return 0; }",
                PerfBufferNames = { "events" },
                Probes =
                {
                    new Probe { Type = ProbeType.Kprobe, Target = "ip_rcv", EntryFunction = "on_packet" },
                    new Probe { Type = ProbeType.Sample, EntryFunction = "on_tick", SamplePeriod = new() { Nanos = 100_000_000 } },
                },
            },
            Wasm = new WasmProgram
            {
                Format = ProgramFormat.Binary,
                Binary = Google.Protobuf.ByteString.CopyFromUtf8("\0asm"),
                FileName = "old.wasm",
                FunctionName = "write_rows",
                Encoding = WasmEncoding.Json,
            },
            OutputSchema = new OutputSchema { Fields = { new OutputField { Name = "data", Type = FieldType.Jsonb } } },
        }));
    }

    [Test]
    public void Read_SeveralPrograms_AsksWhich()
    {
        Write("one.bcc", "x");
        Write("one.wasm", "x");
        Write("two.wasm", "x");

        Assert.That(
            Problems(Manifest, "module.json"),
            Has.Length.EqualTo(1).And.All.Contains("there are 2 .wasm files").And.All.Contains("--wasm"));
    }

    [Test]
    public void Read_NoFiles_SaysWhatIsMissing() =>
        Assert.That(
            Problems(Manifest, "module.json"), Has.Length.EqualTo(2).And.Some.Contains("no .bcc file").And.Some.Contains("no .wasm file"));

    [Test]
    public void Read_TextColumn_TakesTheValueItself()
    {
        Write("module.json", Manifest.Replace("\"type\": 5}]}}", "\"type\": 6}]}}", StringComparison.Ordinal));
        Write("old.bcc", "int x;");
        Write("old.wasm", "\0asm");

        Assert.That(Read().Single().Module.Wasm.Encoding, Is.EqualTo(WasmEncoding.None));
    }

    [Test]
    public void Read_WrongNumber_NamesFieldAndValues()
    {
        Write("old.bcc", "int x;");
        Write("old.wasm", "\0asm");

        Assert.That(
            Problems(Manifest.Replace("\"type\": 0", "\"type\": 9", StringComparison.Ordinal), "module.json"),
            Has.Some.StartsWith("ebpf.probes[0].type: 9 is none of 0 (KPROBE)"));
    }
}
