using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class ProcessingFunctionRulesTests : InspectorTest
{
    [TestCase("")]
    [TestCase("i")]
    public void Inspect_NothingOrOneI32Returned_NoProblem(string results) =>
        Assert.That(Inspect(WasmBuilder.Runnable(except: "process").Function("process", "", results)), Is.Empty);

    [TestCase("i", "", "(i32) -> ()")]
    [TestCase("", "I", "() -> i64")]
    [TestCase("", "ii", "() -> (i32, i32)")]
    [TestCase("iI", "f", "(i32, i64) -> f32")]
    public void Inspect_OtherSignature_TellsIt(string parameters, string results, string shown)
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(except: "process").Function("process", parameters, results));

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.FunctionSignature, WasmPart.FunctionName)));
        Assert.That(problem.Message, Does.Contain(shown));
    }

    [Test]
    public void Inspect_NotExported_SuggestsWhatIs()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(), "proces");

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.FunctionMissing, WasmPart.FunctionName)));
        Assert.That(problem.Message, Does.Contain("'proces'").And.Contain("It exports: 'process'."));
    }

    [Test]
    public void Inspect_ExportedButNoFunction_Missing()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable().Export("data", kind: 2, index: 0), "data");

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.FunctionMissing));
    }

    [Test]
    public void Inspect_NoName_AsksForOne()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(), "");

        Assert.That((problem.Code, problem.Part), Is.EqualTo((WasmCodes.FunctionMissing, WasmPart.FunctionName)));
        Assert.That(problem.Message, Does.StartWith("Name the exported function"));
    }

    [TestCase("free_input_buf")]
    [TestCase("memory")]
    public void Inspect_NameOfTheBufferInterface_Refused(string name) =>
        Assert.That(TheOnlyProblem(WasmBuilder.Runnable(), name).Code, Is.EqualTo(WasmCodes.FunctionIsAbi));

    [Test]
    public void Inspect_NoBinaryAndNoName_BothProblems() =>
        Assert.That(Inspect([], "").Select(p => p.Code), Is.EqualTo(new[] { WasmCodes.Empty, WasmCodes.FunctionMissing }));

    [Test]
    public void Inspect_HostileName_ShownShortAndClean()
    {
        var problem = TheOnlyProblem(WasmBuilder.Runnable(), "a\u001b[2J\n\ud800" + new string('b', 100_000));

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.FunctionMissing));
        Assert.That(problem.Message, Has.Length.LessThan(300));
        Assert.That(problem.Message.Any(char.IsControl), Is.False);
    }
}
