namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>What one preview may use. All of it is far above what a module needs that agents can afford to run.</summary>
internal static class SandboxLimits
{
    public const int Events = 10_000;
    public const ulong FuelPerEvent = 20_000_000;
    public const int MemoryBytes = WasmMemoryRules.MaxPages * 64 * 1024;
    public const int TableElements = 100_000;
    public const int OutputBytesPerEvent = 64 * 1024;
    public const int OutputBytes = 2 * 1024 * 1024;
    public const int LogBytes = 16 * 1024;

    /// <summary>Processor time for compiling the module is not in it.</summary>
    public static readonly TimeSpan RunTime = TimeSpan.FromSeconds(2);

    /// <summary>Compiling and running together; then the process is killed.</summary>
    public static readonly TimeSpan WholeTime = TimeSpan.FromSeconds(15);

    /// <summary>Of the process: what the compiler takes for a module of 3 MiB, and more.</summary>
    public const long ProcessBytes = 1024L * 1024 * 1024;
}
