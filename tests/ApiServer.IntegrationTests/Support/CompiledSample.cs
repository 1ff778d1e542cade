using Google.Protobuf;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.V1;
using Tricorder.ApiServer.Wasm.Compile;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// The sample's WASM, compiled by the compiler of the server: for tests that send binaries, or compare with what agents got.
/// </summary>
internal static class CompiledSample
{
    private static readonly Lazy<ByteString> LazyBinary = new(Compile);

    public static ByteString Binary => LazyBinary.Value;

    /// <summary>The module as BINARY, with its source along.</summary>
    public static Module Of(Module sample)
    {
        var module = sample.Clone();
        module.Wasm.Format = ProgramFormat.Binary;
        module.Wasm.Binary = Binary;
        return module;
    }

    private static ByteString Compile()
    {
        var wasm = Api.Sample.Module().Wasm;
        var options = new WasmOptions();
        var (toolchain, missing) = Toolchain.FindAsync(options, CancellationToken.None).GetAwaiter().GetResult();
        Assert.That(toolchain, Is.Not.Null, missing);
        var result = new ClangCompiler(Options.Create(options))
            .CompileAsync(toolchain!, wasm.Source, wasm.FunctionName, CancellationToken.None).GetAwaiter().GetResult();
        Assert.That(result.Problems, Is.Empty);
        return ByteString.CopyFrom(result.Binary.Span);
    }
}
