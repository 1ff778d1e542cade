using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasmImportRulesTests : InspectorTest
{
    [Test]
    public void Inspect_WasiPreview1Function_NoProblem() =>
        Assert.That(Inspect(WasmBuilder.Runnable(b => b.ImportFunction("wasi_snapshot_preview1", "fd_write", "iiii", "i"))), Is.Empty);

    [TestCase("env", "printf", "undefined symbol")]
    [TestCase("wasi_unstable", "fd_write", "wasm32-wasip1")]
    [TestCase("wasi:cli/stdout@0.2.0", "get-stdout", "wasm32-wasip1")]
    [TestCase("wasi_snapshot_preview1", "thread_spawn", "no such function")]
    [TestCase("wasi_snapshot_preview1", "fd_write_which_nobody_ever_heard_about_before", "no such function")]
    [TestCase("host", "log", "can be imported")]
    public void Inspect_OtherImport_SaysWhatToDo(string module, string name, string advice)
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(b => b.ImportFunction(module, name, "iiii", "i")));

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.ImportForbidden, WasmPart.Binary)));
        Assert.That(problem.Message, Does.Contain($"'{module}'").And.Contain(advice));
    }

    [Test]
    public void Inspect_WasiFunctionDeclaredDifferently_TellsBoth()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(b => b.ImportFunction("wasi_snapshot_preview1", "fd_seek", "iiii", "i")));

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.ImportSignature, WasmPart.Binary)));
        Assert.That(problem.Message, Does.Contain("(i32, i32, i32, i32) -> i32").And.Contain("(i32, i64, i32, i32) -> i32"));
    }

    [TestCase(1, 0x70, 0, 1, TestName = "Inspect_ImportedTable_Refused")]
    [TestCase(1, 0x70, 1, 1, 9, TestName = "Inspect_ImportedTableWithMaximum_Refused")]
    [TestCase(3, 0x7f, 0, TestName = "Inspect_ImportedGlobal_Refused")]
    public void Inspect_OtherThanFunction_Refused(params int[] description)
    {
        // Even under a WASI name.
        byte[] bytes = [.. description.Select(d => (byte)d)];
        var problem = TheOnlyProblem(WasmBuilder.Runnable(b => b.Import("wasi_snapshot_preview1", "fd_write", bytes)));

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.ImportForbidden));
        Assert.That(problem.Message, Does.Contain("Only functions"));
    }

    [Test]
    public void Inspect_ImportedMemory_Refused()
    {
        var problems = Inspect(WasmBuilder.Runnable(b => b.Import("env", "memory", 2, 0, 1)));

        Assert.That(problems.Select(p => p.Code), Does.Contain(WasmCodes.ImportForbidden));
    }

    [Test]
    public void Inspect_ManyUndefinedSymbols_FirstOnesAndACount()
    {
        var problems = Inspect(WasmBuilder.Runnable(b =>
        {
            for (var i = 0; i < 500; i++)
            {
                b.ImportFunction("env", $"symbol{i}", "", "");
            }
        }));

        Assert.That(problems, Has.Count.EqualTo(21));
        Assert.That(problems[^1].Message, Does.Contain("480 more"));
    }
}
