using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Wasm;

/// <summary>One inspector for all tests of a fixture, and the shapes in which they look at its answers.</summary>
internal abstract class InspectorTest
{
    private WasmInspector _inspector = null!;

    [OneTimeSetUp]
    public void CreateInspector() => _inspector = new WasmInspector();

    [OneTimeTearDown]
    public void DisposeInspector() => _inspector.Dispose();

    protected IReadOnlyList<WasmProblem> Inspect(byte[] binary, string functionName = "process") =>
        _inspector.Inspect(binary, functionName);

    protected IReadOnlyList<WasmProblem> Inspect(WasmBuilder builder, string functionName = "process") =>
        Inspect(builder.Build(), functionName);

    protected WasmProblem TheOnlyProblem(WasmBuilder builder, string functionName = "process") =>
        TheOnlyProblem(builder.Build(), functionName);

    protected WasmProblem TheOnlyProblem(byte[] binary, string functionName = "process")
    {
        var problems = Inspect(binary, functionName);
        Assert.That(problems, Has.Count.EqualTo(1), () => string.Join("\n", problems));
        return problems[0];
    }
}
