namespace Tricorder.ApiServer.Wasm;

internal static partial class WasmLog
{
    [LoggerMessage(
        1900,
        LogLevel.Warning,
        "A sandbox process died of the module it was given; it is replaced when needed. Its last words: {LastWords}")]
    public static partial void SandboxDied(this ILogger logger, string lastWords);

    [LoggerMessage(1901, LogLevel.Warning, "A sandbox process was killed: it had no answer after {Limit}.")]
    public static partial void SandboxKilled(this ILogger logger, TimeSpan limit);
}
