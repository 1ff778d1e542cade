using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Wasm.Compile;
using Tricorder.ApiServer.Wasm.Sandbox;

namespace Tricorder.ApiServer.Tests.Wasm;

/// <summary>One sandbox and one compiler for all tests: starting a process for each would take most of their time.</summary>
[SetUpFixture]
internal sealed class WasmTools
{
    private static readonly Lazy<WasmSandbox> LazySandbox = new(
        () => new WasmSandbox(TimeProvider.System, NullLogger<WasmSandbox>.Instance));
    private static readonly Lazy<WasmCompiler> LazyCompiler = new(() => NewCompiler(new WasmOptions()));

    public static WasmSandbox Sandbox => LazySandbox.Value;

    public static WasmCompiler Compiler => LazyCompiler.Value;

    public static WasmCompiler NewCompiler(WasmOptions options)
    {
        var wrapped = Options.Create(options);
        return new WasmCompiler(new ClangCompiler(wrapped), Sandbox, wrapped);
    }

    /// <summary>Compiles C that must compile.</summary>
    public static async Task<byte[]> CompileAsync(string source, string functionName = "process")
    {
        var result = await Compiler.CompileCAsync(source, functionName, CancellationToken.None);
        Assert.That(result.Binary.IsEmpty, Is.False, () => string.Join("\n", result.Problems));
        return result.Binary.ToArray();
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        if (LazyCompiler.IsValueCreated)
        {
            Compiler.Dispose();
        }

        if (LazySandbox.IsValueCreated)
        {
            Sandbox.Dispose();
        }
    }
}
