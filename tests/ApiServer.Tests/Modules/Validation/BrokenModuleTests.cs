using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Wasm;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

/// <summary>
/// Modules as people get them wrong, each with the finding that must tell them.
/// What is said besides is the business of the rules' own tests.
/// </summary>
internal sealed class BrokenModuleTests : ValidatorTest
{
    private const string Good = """
        #include "tricorder.h"
        void process(void) { struct json row = tricorder_row(8); tricorder_emit(&row); }
        """;

    private static IEnumerable<TestCaseData> Corpus()
    {
        // The C of the WASM function.
        yield return C("forgotten semicolon", "int x\n" + Good, "Error wasm.source WASM_COMPILE_ERROR");
        yield return C(
            "misspelt helper",
            Good.Replace("tricorder_emit", "tricorder_emitt", StringComparison.Ordinal),
            "Error wasm.source WASM_COMPILE_ERROR");
        yield return C(
            "misspelt header", Good.Replace("tricorder.h", "tricoder.h", StringComparison.Ordinal), "Error wasm.source WASM_COMPILE_ERROR");
        yield return C("kernel header", "#include <linux/sched.h>\n" + Good, "Error wasm.source WASM_COMPILE_ERROR");
        yield return C("includes the password file", "#include \"/etc/passwd\"\n" + Good, "Error wasm.source WASM_COMPILE_ERROR");
        yield return C("assembler", "__asm__(\"nop\");\n" + Good, "Error wasm.source WASM_COMPILE_ERROR");
        yield return C("C++", "class A { };\n" + Good, "Error wasm.source WASM_COMPILE_ERROR");
        yield return C("no interface", "void process(void) { }", "Error wasm.source WASM_ABI_MISSING");
        yield return C(
            "static function",
            Good.Replace("void process", "static void process", StringComparison.Ordinal),
            "Error wasm.function_name WASM_FUNCTION_MISSING");
        yield return C(
            "other function name",
            Good.Replace("process", "proces", StringComparison.Ordinal),
            "Error wasm.function_name WASM_FUNCTION_MISSING");
        yield return C(
            "function with arguments",
            Good.Replace("process(void)", "process(int x)", StringComparison.Ordinal),
            "Error wasm.function_name WASM_FUNCTION_SIGNATURE");
        yield return C("interface with other types",
            Good + "\n__attribute__((export_name(\"process2\"))) long long process2(void) { return 1; }",
            "Error wasm.function_name WASM_FUNCTION_SIGNATURE",
            "process2");
        yield return C("host function", "__attribute__((import_module(\"env\"), import_name(\"send\"))) void send_row(void);\n"
            + Good.Replace("tricorder_emit(&row);", "send_row();", StringComparison.Ordinal), "Error wasm.source WASM_IMPORT_FORBIDDEN");
        yield return C("huge buffer", "char big[100 << 20];\nvoid *keep = big;\n" + Good, "Error wasm.source WASM_COMPILE_LIMIT");
        yield return C("empty", " ", "Error wasm.source MISSING");
        yield return C("not text", "int \ud800;", "Error wasm.source MALFORMED");

        // The binary.
        yield return Binary("empty", [], "WASM_EMPTY");
        yield return Binary("a picture", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], "WASM_NOT_A_MODULE");
        yield return Binary("an ELF file", "\u007fELF\u0002\u0001\u0001"u8.ToArray(), "WASM_NOT_A_MODULE");
        yield return Binary("WebAssembly text", "(module)"u8.ToArray(), "WASM_NOT_A_MODULE");
        yield return Binary("a component", [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0], "WASM_NOT_A_MODULE");
        yield return Binary("cut in the header", [0, 0x61, 0x73, 0x6d], "WASM_NOT_A_MODULE");
        yield return Binary("cut in the middle", Drafts.Wasm[..100], "WASM_INVALID");
        yield return Binary("one byte short", Drafts.Wasm[..^1], "WASM_INVALID");
        yield return Binary("a flipped bit", Flipped(Drafts.Wasm, Drafts.Wasm.Length - 2), "WASM_INVALID");
        yield return Binary("nothing exported", WasmBuilder.Header, "WASM_ABI_MISSING");
        yield return Binary("no memory", WasmBuilder.Runnable(except: "memory").Build(), "WASM_MEMORY_NOT_EXPORTED");
        yield return Binary("one function short", WasmBuilder.Runnable(except: "set_output_buf_len").Build(), "WASM_ABI_MISSING");
        yield return Binary(
            "wrong signature",
            WasmBuilder.Runnable(except: "get_input_buf").Function("get_input_buf", "", "I").Build(),
            "WASM_ABI_SIGNATURE");
        yield return Binary(
            "imports Go's runtime",
            WasmBuilder.Runnable(b => b.ImportFunction("gojs", "runtime.wasmExit", "i", "")).Build(),
            "WASM_IMPORT_FORBIDDEN");
        yield return Binary("imports WASI wrongly",
            WasmBuilder.Runnable(b => b.ImportFunction("wasi_snapshot_preview1", "fd_write", "ii", "i")).Build(), "WASM_IMPORT_SIGNATURE");
        yield return Binary("too much memory", WasmBuilder.Runnable(memory: [1, 0, 0x80, 0x80, 4]).Build(), "WASM_MEMORY_TOO_LARGE");
        yield return Of(
            "memory without bound", draft => draft.WithWasm(wasm => wasm with { Binary = WasmBuilder.Runnable(memory: [1, 0, 1]).Build() }),
            "Warning wasm.binary WASM_MEMORY_UNBOUNDED");

        // The eBPF program.
        yield return Bcc(
            "function missing",
            source => source.Replace("on_connect", "on_conect", StringComparison.Ordinal),
            "Error ebpf.probes[0].entry_function EBPF_FUNCTION_MISSING");
        yield return Bcc(
            "function only in a comment", source => source.Replace("int on_connect", "// int on_connect", StringComparison.Ordinal),
            "Error ebpf.probes[0].entry_function EBPF_FUNCTION_MISSING");
        yield return Bcc(
            "function only in text",
            source => "char *s = \"int on_connect(void *c) {}\";" + source.Replace("on_connect", "other", StringComparison.Ordinal),
            "Error ebpf.probes[0].entry_function EBPF_FUNCTION_MISSING");
        yield return Bcc(
            "function left out by #if",
            source => "#if 0\n" + source + "\n#endif\n",
            "Error ebpf.probes[0].entry_function EBPF_FUNCTION_MISSING");
        yield return Bcc("static function", source => source.Replace("int on_connect", "static int on_connect", StringComparison.Ordinal),
            "Error ebpf.probes[0].entry_function EBPF_FUNCTION_SIGNATURE");
        yield return Bcc(
            "function twice", source => source + "\nint on_connect(void *c) { return 1; }", "Error ebpf.source EBPF_DUPLICATE_NAME");
        yield return Bcc("no perf buffer declared", source => source.Replace("BPF_PERF_OUTPUT(events);", "", StringComparison.Ordinal),
            "Error ebpf.perf_buffer_names[0] EBPF_PERF_BUFFER_MISSING");
        yield return Bcc("a hash for a perf buffer", source => source.Replace("PERF_OUTPUT", "HASH", StringComparison.Ordinal),
            "Error ebpf.perf_buffer_names[0] EBPF_PERF_BUFFER_MISSING");
        yield return Bcc("brace forgotten", source => source[..^1], "Error ebpf.source EBPF_SYNTAX");
        yield return Bcc("comment not closed", source => source + "/*", "Error ebpf.source EBPF_SYNTAX");
        yield return Bcc("macro bomb", source => source + "\n#define a0 x x\n"
            + string.Concat(Enumerable.Range(1, 40).Select(n => $"#define a{n} a{n - 1} a{n - 1}\n")) + "a40",
            "Error ebpf.source EBPF_TOO_COMPLEX");
        yield return Bcc(
            "debugging left in",
            source => source + " int g(void *c) { bpf_trace_printk(\"x\"); return 0; }",
            "Warning ebpf.source EBPF_TRACE_PRINTK");
        yield return Bcc(
            "endless loop", source => source + " int g(void *c) { for (;;) { } return 0; }", "Warning ebpf.source EBPF_UNBOUNDED_LOOP");
        yield return Bcc(
            "large stack",
            source => source + " int g(void *c) { char b[4096] = {}; return 0; }",
            "Warning ebpf.source EBPF_STACK_TOO_LARGE");
        yield return Bcc("no return", source => source + " int g(void *c) { }", "Warning ebpf.source EBPF_MISSING_RETURN");

        // Probes, columns and names.
        yield return OfProbe(
            "uprobe without a binary",
            new Probe(ProbeType.Uprobe, "SSL_write", "on_connect", "", default, ""),
            "Error ebpf.probes[0].binary_path MISSING");
        yield return OfProbe(
            "sample without a period", Drafts.Sample with { SamplePeriod = default }, "Error ebpf.probes[0].sample_period MISSING");
        yield return OfProbe(
            "sample too often",
            Drafts.Sample with { SamplePeriod = TimeSpan.FromMicroseconds(1) },
            "Error ebpf.probes[0].sample_period OUT_OF_RANGE");
        yield return OfProbe(
            "tracepoint without category",
            new Probe(ProbeType.Tracepoint, "sched_switch", "on_connect", "", default, ""),
            "Error ebpf.probes[0].target MALFORMED");
        yield return OfProbe(
            "no function", Drafts.Kprobe with { EntryFunction = "", ReturnFunction = "" }, "Error ebpf.probes[0].entry_function MISSING");
        yield return OfProbe("shell in the target", Drafts.Kprobe with { Target = "f; rm -rf /" }, "Error ebpf.probes[0].target MALFORMED");
        yield return Column("the server's column", "time", "Error output_schema.fields[0].name RESERVED_NAME");
        yield return Column("too long a name", new string('x', 64), "Error output_schema.fields[0].name TOO_LARGE");
        yield return Column("NUL in a name", "a\0b", "Error output_schema.fields[0].name MALFORMED");
        yield return Column("SQL in a name", "x\"; DROP TABLE t; --", "Info output_schema.fields[0].name LEGACY_AGENTS");
        yield return Of(
            "columns that nothing fills",
            draft => draft.WithFields(new OutputField("nowhere_1", FieldType.Int, ""), new OutputField("nowhere_2", FieldType.Int, "")),
            "Warning output_schema.fields UNUSED_SCHEMA");
        yield return Of("columns beside raw output", draft => draft.WithWasm(wasm => wasm with { Encoding = WasmEncoding.None })
            .WithFields(new OutputField("a", FieldType.Int, ""), new OutputField("b", FieldType.Int, "")),
            "Warning output_schema.fields UNUSED_SCHEMA");
        yield return Of("SQL for a name", draft => draft with { Name = "'; DROP TABLE code; --" }, "Error name MALFORMED");
        yield return Of("no JSON for a panel", draft => draft with { Panel = "{" }, "Error panel MALFORMED");
    }

    [TestCaseSource(nameof(Corpus))]
    public async Task Validate_Broken_IsFound(Func<ModuleDraft, ModuleDraft> spoil, string[] expected) =>
        Assert.That(await FindAsync(spoil(Drafts.Valid())), Is.SupersetOf(expected));

    [Test]
    public async Task Validate_Unbroken_NothingToSay() => Assert.That(
        await FindAsync(Drafts.Valid().WithWasm(wasm => Text(wasm, Good))), Is.Empty);

    private static TestCaseData Of(string name, Func<ModuleDraft, ModuleDraft> spoil, string expected) => Case(name, spoil, expected);

    private static TestCaseData C(string name, string source, string expected, string function = "process") =>
        Case("C: " + name, draft => draft.WithWasm(wasm => Text(wasm, source) with { FunctionName = function }), expected);

    private static TestCaseData Binary(string name, byte[] binary, string code) =>
        Case("WASM: " + name, draft => draft.WithWasm(wasm => wasm with { Binary = binary }), "Error wasm.binary " + code);

    private static TestCaseData Bcc(string name, Func<string, string> spoil, string expected) =>
        Case("eBPF: " + name, draft => draft.With(ebpf => ebpf with { Source = spoil(ebpf.Source) }), expected);

    private static TestCaseData OfProbe(string name, Probe probe, string expected) => Case(name, draft => draft.WithProbe(probe), expected);

    private static TestCaseData Column(string name, string column, string expected) =>
        Case(name, draft => draft.WithFields(new OutputField(column, FieldType.Jsonb, "")), expected);

    private static WasmProgram Text(WasmProgram wasm, string source) =>
        wasm with { Format = ProgramFormat.Text, Language = ProgramLanguage.C, Source = source, Binary = default };

    private static byte[] Flipped(byte[] binary, int at)
    {
        var copy = binary.ToArray();
        copy[at] ^= 0x40;
        return copy;
    }
}
