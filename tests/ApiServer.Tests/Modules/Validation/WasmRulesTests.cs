using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Wasm;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

internal sealed class WasmRulesTests : ValidatorTest
{
    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Wasm("absent", _ => new WasmProgram { Format = default }, "Error wasm MISSING");
        yield return Wasm("no format", wasm => wasm with { Format = default }, "Error wasm.format MISSING");
        yield return Wasm("text", wasm => C(wasm, "#include \"tricorder.h\"\nvoid process(void) {}"));
        yield return Wasm("text does not compile", wasm => C(wasm, "int f"), "Error wasm.source WASM_COMPILE_ERROR");
        yield return Wasm("text without source", wasm => C(wasm, " \n"), "Error wasm.source MISSING");
        yield return Wasm("text without function name", wasm => C(wasm, "int f;") with { FunctionName = "" },
            "Error wasm.function_name MISSING");
        yield return Wasm("text with a flag for a function name", wasm => C(wasm, "int f;") with { FunctionName = "-o/x" },
            "Error wasm.function_name MALFORMED");
        yield return Wasm("text without language", wasm => C(wasm, "int f;") with { Language = default }, "Error wasm.language MISSING");
        yield return Wasm("WAT does not parse", wasm => C(wasm, "(module (") with { Language = ProgramLanguage.Wat },
            "Error wasm.source WASM_COMPILE_ERROR");
        yield return Wasm(
            "memory without bound", wasm => wasm with { Binary = WithMemory(1, 0, 1) }, "Warning wasm.binary WASM_MEMORY_UNBOUNDED");
        yield return Wasm("memory of 64 MiB", wasm => wasm with { Binary = WithMemory(1, 1, 0x80, 8, 0x80, 8) });
        yield return Wasm(
            "memory too large", wasm => wasm with { Binary = WithMemory(1, 0, 0x81, 8) }, "Error wasm.binary WASM_MEMORY_TOO_LARGE");
        yield return Wasm("no binary", wasm => wasm with { Binary = default }, "Error wasm.binary WASM_EMPTY");
        yield return Wasm("no module", wasm => wasm with { Binary = new byte[100] }, "Error wasm.binary WASM_NOT_A_MODULE");
        yield return Wasm("binary too large", wasm => wasm with { Binary = new byte[(3 * 1024 * 1024) + 1] },
            "Error wasm.binary TOO_LARGE");
        yield return Wasm("no function name", wasm => wasm with { FunctionName = "" }, "Error wasm.function_name WASM_FUNCTION_MISSING");
        yield return Wasm("function not exported", wasm => wasm with { FunctionName = "other" },
            "Error wasm.function_name WASM_FUNCTION_MISSING");
        yield return Wasm("function name too long", wasm => wasm with { FunctionName = new string('f', 2000) },
            "Error wasm.function_name TOO_LARGE");
        yield return Wasm("buffer function missing", wasm => wasm with { Binary = WasmBuilder.Runnable(except: "get_input_buf").Build() },
            "Error wasm.binary WASM_ABI_MISSING");
        yield return Wasm("source along", wasm => wasm with { Source = "int f;", Language = ProgramLanguage.C });
        yield return Wasm("source without language", wasm => wasm with { Source = "int f;" }, "Error wasm.language MISSING");
        yield return Wasm("language of eBPF", wasm => wasm with { Language = ProgramLanguage.BccC }, "Error wasm.language UNKNOWN_VALUE");
        yield return Wasm("source too large",
            wasm => wasm with { Source = new string(' ', (512 * 1024) + 1), Language = ProgramLanguage.C },
            "Error wasm.source TOO_LARGE");
        yield return Wasm("no file name", wasm => wasm with { FileName = "" });
        yield return Wasm("file name a path", wasm => wasm with { FileName = "../a.wasm" }, "Error wasm.file_name MALFORMED");
        yield return Wasm("no encoding", wasm => wasm with { Encoding = default }, "Error wasm.encoding MISSING");
        yield return Wasm("raw", wasm => wasm with { Encoding = WasmEncoding.None }, "Warning wasm.encoding RAW_OUTPUT");
        yield return Wasm("unknown encoding", wasm => wasm with { Encoding = (WasmEncoding)8 }, "Error wasm.encoding UNKNOWN_VALUE");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Validate_Wasm_FindsWhatIsWrong(Func<ModuleDraft, ModuleDraft> spoil, string[] expected) =>
        Assert.That(await FindAsync(spoil(Drafts.Valid())), Is.EqualTo(expected));

    [Test]
    public async Task Validate_EverythingAtItsLimit_DoesNotFitOneMessage()
    {
        var draft = Drafts.Valid()
            .With(ebpf => ebpf with { Source = Drafts.Source.PadRight(512 * 1024) })
            .WithWasm(wasm => wasm with
            {
                Binary = WasmBuilder.Runnable().Custom("padding", (3 * 1024 * 1024) - 1024).Build(),
                Source = new string(' ', 512 * 1024),
                Language = ProgramLanguage.C,
            });

        Assert.That(await FindAsync(draft), Is.EqualTo(new[] { "Error  TOO_LARGE" }));
        Assert.That(await FindAsync(draft.WithWasm(wasm => wasm with { Source = "" })), Is.Empty);
    }

    private static WasmProgram C(WasmProgram wasm, string source) =>
        wasm with { Format = ProgramFormat.Text, Language = ProgramLanguage.C, Source = source, Binary = default };

    private static byte[] WithMemory(params byte[] section) => WasmBuilder.Runnable(memory: section).Build();

    private static TestCaseData Wasm(string name, Func<WasmProgram, WasmProgram> spoil, params string[] expected) =>
        Case(name, draft => draft.WithWasm(spoil), expected);
}
