namespace Tricorder.ApiServer.Wasm;

/// <summary>
/// A module's memory is the agent's memory, on every node: it must be bounded, and what is in it from the start be small.
/// </summary>
internal static class WasmMemoryRules
{
    public const int MaxPages = 1024;
    private const int PageBytes = 64 * 1024;
    private const int LargeData = 1024 * 1024;
    private const byte HasMaximum = 1;

    public static void Check(in WasmSurface surface, List<WasmProblem> problems)
    {
        var reader = new WasmReader(surface.Memories);
        if (reader.TryReadCount(2, out var count) && count > 0
            && reader.TryReadByte(out var flags) && reader.TryReadU32(out var initial))
        {
            uint? maximum = (flags & HasMaximum) != 0 && reader.TryReadU32(out var given) ? given : null;
            CheckSize(initial, maximum, problems);
        }

        if (surface.DataBytes > LargeData)
        {
            problems.Add(WasmProblem.WarningInBinary(WasmCodes.LargeData,
                $"The binary carries {surface.DataBytes} bytes of data, which each agent holds in memory. Leave out tables and debug "
                + "information that the function does not need."));
        }
    }

    private static void CheckSize(uint initial, uint? maximum, List<WasmProblem> problems)
    {
        if (initial > MaxPages)
        {
            problems.Add(WasmProblem.InBinary(WasmCodes.MemoryTooLarge,
                $"The module's memory begins with {(long)initial * PageBytes} bytes; at most {MaxPages * PageBytes} are accepted. "
                + "Make its buffers smaller."));
        }
        else if (maximum is null or > MaxPages)
        {
            problems.Add(WasmProblem.WarningInBinary(WasmCodes.MemoryUnbounded,
                "The module's memory may grow beyond 64 MiB on every node. Give it a maximum: link with -Wl,--max-memory=67108864, "
                + "or write (memory 2 1024)."));
        }
    }
}
