using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasmExportRulesTests : InspectorTest
{
    private static IEnumerable<string> AbiNames => WasmBuilder.Abi.Select(f => f.Name);

    [TestCaseSource(nameof(AbiNames))]
    public void Inspect_AbiFunctionNotExported_NamesIt(string name)
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(except: name));

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.AbiMissing, WasmPart.Binary)));
        Assert.That(problem.Message, Does.Contain($"'{name}'"));
    }

    [Test]
    public void Inspect_NoAbiAtAll_IsSaidOnce()
    {
        var problem = TheOnlyProblem(new WasmBuilder().Function("process", "", "").Export("memory", kind: 2, index: 0));

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.AbiMissing));
        Assert.That(problem.Message, Does.Contain("tricorder.h"));
    }

    [TestCaseSource(nameof(AbiNames))]
    public void Inspect_AbiFunctionWithAnotherSignature_TellsBoth(string name)
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(except: name).Function(name, "I", "f"));

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.AbiSignature, WasmPart.Binary)));
        Assert.That(problem.Message, Does.Contain($"'{name}' is (i64) -> f32"));
    }

    [Test]
    public void Inspect_AbiNameOnSomethingElse_Missing()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(except: "get_input_buf").Export("get_input_buf", kind: 2, index: 0));

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.AbiMissing));
    }

    [Test]
    public void Inspect_MemoryNotExported_SaysSo()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(except: "memory"));

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.MemoryNotExported, WasmPart.Binary)));
    }

    [Test]
    public void Inspect_FunctionCalledMemory_NotTheMemory()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(except: "memory").Function("memory", "", ""));

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.MemoryNotExported));
    }

    [Test]
    public void Inspect_ExportedFunctionIsImported_SignatureOfTheImport()
    {
        // Function 0 of the index space is the import: sched_yield takes nothing and answers an i32, as get_input_buf should.
        var builder = WasmBuilder.Runnable(
            b => b.ImportFunction("wasi_snapshot_preview1", "sched_yield", "", "i", exportedAs: "get_input_buf"), except: "get_input_buf");

        Assert.That(Inspect(builder), Is.Empty);
    }
}
