using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Wasm.Compile;
using Tricorder.ApiServer.Wasm.Sandbox;

namespace Tricorder.ApiServer.Wasm;

/// <summary>Registers what compiles, inspects and runs WASM.</summary>
internal static class WasmRoom
{
    public static IServiceCollection AddWasm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WasmOptions>().Bind(configuration.GetSection(WasmOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<WasmOptions>, WasmOptionsValidator>();
        services.TryAddSingleton<WasmInspector>();
        services.TryAddSingleton<WasmSandbox>();
        services.TryAddSingleton<ClangCompiler>();
        services.TryAddSingleton<WasmCompiler>();
        return services;
    }
}
