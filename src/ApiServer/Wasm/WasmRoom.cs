using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tricorder.ApiServer.Wasm;

/// <summary>Registers what looks into WASM binaries.</summary>
internal static class WasmRoom
{
    public static IServiceCollection AddWasm(this IServiceCollection services)
    {
        services.TryAddSingleton<WasmInspector>();
        return services;
    }
}
