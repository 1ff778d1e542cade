using Tricorder.ApiServer.Wasm;
using Wasmtime;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasmInspectorTests : InspectorTest
{
    [Test]
    public void Inspect_RunnableModule_NoProblem() => Assert.That(Inspect(WasmBuilder.Runnable()), Is.Empty);

    [Test]
    public void Inspect_NoBytes_Empty()
    {
        var problem = TheOnlyProblem([]);

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.Empty, WasmPart.Binary)));
    }

    [TestCase("hello", "does not start with")]
    [TestCase("\0as", "does not start with")]
    [TestCase("  (module)", "format TEXT and language WAT")]
    [TestCase("\0asm\u0001\0", "version is not 1")]
    [TestCase("\0asm\u0002\0\0\0", "version is not 1")]
    [TestCase("\0asm\u000d\0\u0001\0", "component model")]
    public void Inspect_NotACoreModule_SaysWhatItIs(string bytes, string part)
    {
        var problem = TheOnlyProblem([.. bytes.Select(c => (byte)c)]);

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.NotAModule));
        Assert.That(problem.Message, Does.Contain(part));
    }

    [Test]
    public void Inspect_InvalidCode_WasmtimesReason()
    {
        // Answers an i64 where an i32 is declared.
        var problem = TheOnlyProblem(WasmBuilder.Runnable().Function("broken", "", "i", 0x42, 0));

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.Invalid));
        Assert.That(problem.Message, Does.Contain("expected i32, found i64"));
        Assert.That(problem.Part, Is.EqualTo(WasmPart.Binary));
    }

    [Test]
    public void Inspect_SectionDamaged_NamesIt()
    {
        byte[] binary = [.. WasmBuilder.Header, .. WasmBuilder.Section(7, [0xff, 0xff, 0xff, 0xff, 0x0f])];

        var problem = TheOnlyProblem(binary);

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.Invalid));
        Assert.That(problem.Message, Does.Contain("export section"));
    }

    [Test]
    public void Inspect_EverythingWrong_TellsAllAtOnce()
    {
        var builder = new WasmBuilder()
            .ImportFunction("env", "printf", "ii", "i")
            .Function("get_input_buf", "", "I")
            .Function("broken", "", "i", 0x42, 0);

        var codes = Inspect(builder, "missing").Select(p => p.Code).ToList();

        Assert.That(codes.Count(c => c == WasmCodes.AbiMissing), Is.EqualTo(11));
        Assert.That(codes, Is.SupersetOf(new[]
        {
            WasmCodes.Invalid, WasmCodes.ImportForbidden, WasmCodes.AbiSignature, WasmCodes.MemoryNotExported, WasmCodes.FunctionMissing,
        }));
    }

    // Each is valid for a current engine, and needs an engine younger than agents of the field have.
    [TestCase("(module (memory i64 1))")]
    [TestCase("(module (memory 1 1 shared))")]
    [TestCase("(module (memory 1) (memory 1))")]
    [TestCase("(module (func $f return_call $f))")]
    [TestCase("(module (type (struct)))")]
    [TestCase("(module (tag))")]
    public void Inspect_NewerThanWebAssembly2_Invalid(string text) =>
        Assert.That(Inspect(Module.ConvertText(text)).Select(p => p.Code), Does.Contain(WasmCodes.Invalid));

    [TestCase("(func (drop (v128.const i64x2 0 0)))")]
    [TestCase("(table 1 externref)")]
    [TestCase("(func (result i32 i32) i32.const 1 i32.const 2)")]
    public void Inspect_WebAssembly2_Valid(string part) =>
        Assert.That(Inspect(Module.ConvertText($"(module {part})")).Select(p => p.Code), Does.Not.Contain(WasmCodes.Invalid));

    [TestCase(65, 0)]
    [TestCase(0, 17)]
    public void Inspect_TypeTooWide_NotEvenValidated(int parameters, int results)
    {
        // Branching over wide types is how three megabytes keep a validator busy for half a minute. The code is invalid too,
        // which nobody finds out.
        var wide = WasmBuilder.Runnable().Function("wide", new string('i', parameters), new string('i', results), 0x42, 0);

        Assert.That(TheOnlyProblem(wide).Code, Is.EqualTo(WasmCodes.TooComplex));
    }

    [Test]
    public void Inspect_WidestType_NoProblem() =>
        Assert.That(Inspect(WasmBuilder.Runnable().Function("wide", new string('i', 64), new string('i', 16))), Is.Empty);

    [Test]
    public void Inspect_ThreeMegabytes_NoProblem()
    {
        var builder = WasmBuilder.Runnable().Custom("debug", 1 << 20);
        var code = Enumerable.Range(0, 20_000).SelectMany(_ => new byte[] { 0x41, 0, 0x41, 1, 0x6a, 0x1a }).ToArray();
        for (var i = 0; i < 17; i++)
        {
            builder.Function($"large{i}", "", "", code);
        }
        var binary = builder.Build();

        Assert.That(binary, Has.Length.GreaterThan(3_000_000));
        Assert.That(Inspect(binary), Is.Empty);
    }
}
