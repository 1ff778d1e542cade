namespace Tricorder.ApiServer.Wasm;

/// <summary>A module must export what agents call in it: the buffer functions and its memory.</summary>
internal static class WasmExportRules
{
    public static void Check(in WasmSurface surface, List<WasmProblem> problems)
    {
        if (HasNone(surface))
        {
            // Nobody forgets twelve functions one by one.
            problems.Add(WasmProblem.InBinary(WasmCodes.AbiMissing,
                "The binary exports none of the functions that agents call for each event, malloc_input_buf() and the others. In C, "
                + "#include \"tricorder.h\" defines them all."));
            return;
        }

        foreach (var (name, expected) in AgentAbi.Functions)
        {
            if (!surface.TryFindExport(name, out var export) || !export.IsFunction)
            {
                problems.Add(WasmProblem.InBinary(WasmCodes.AbiMissing,
                    $"The binary does not export the function '{name}' {expected}, which agents call for each event. "
                    + "Define and export it."));
            }
            else if (surface.SignatureOf(export) is { } actual && actual != expected)
            {
                problems.Add(WasmProblem.InBinary(WasmCodes.AbiSignature,
                    $"The exported function '{name}' is {actual}, but agents call it as {expected}. Change it to that."));
            }
        }
        CheckMemory(surface, problems);
    }

    private static bool HasNone(in WasmSurface surface)
    {
        foreach (var name in AgentAbi.Functions.Keys)
        {
            if (surface.TryFindExport(name, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static void CheckMemory(in WasmSurface surface, List<WasmProblem> problems)
    {
        if (!surface.TryFindExport(AgentAbi.Memory, out var memory) || !memory.IsMemory)
        {
            problems.Add(WasmProblem.InBinary(WasmCodes.MemoryNotExported,
                $"The binary does not export a memory named '{AgentAbi.Memory}', where agents write events. "
                + "Export its memory under that name."));
        }
    }
}
