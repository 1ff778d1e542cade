using Wasmtime;

namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// The language agents are sure to run: WebAssembly 2.0. What came later is off, because agents of the field have engines of
/// 2023, and because <see cref="WasmReader"/> and its users know the binary format of 2.0 only.
/// </summary>
internal static class WasmFeatures
{
    /// <param name="configure">What one engine has beside the language.</param>
    public static Engine CreateEngine(Action<Config>? configure = null)
    {
        using var config = new Config()
            // One thread per validation: a burst of uploads must not take every core from the agents' streams.
            .WithParallelCompilation(false)
            .WithGc(false)
            .WithFunctionReferences(false)
            .WithExceptions(false)
            .WithTailCalls(false)
            .WithRelaxedSIMD(false, false)
            .WithWideArithmetic(false)
            .WithMemory64(false)
            .WithMultiMemory(false)
            .WithWasmThreads(false)
            .WithComponentModel(false);
        configure?.Invoke(config);
        return new Engine(config);
    }
}
